import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, test, vi } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";

const TYPE = "application/vnd.sqlite3";

async function save({ url }: { url: string }): Promise<Buffer> {
  const response = await fetch(`${url}/_simulator/snapshot`);
  expect([response.status, response.headers.get("content-type")]).toEqual([200, TYPE]);
  return Buffer.from(await response.arrayBuffer());
}

const load = ({ url }: { url: string }, body: Buffer | string, type = TYPE) =>
  fetch(`${url}/_simulator/snapshot`, { method: "PUT", headers: { "content-type": type }, body });

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    email: `p${index}@example.com`,
    external_id: `P-${index}`,
  }));

const temporaryFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("sendgrid-simulator-"));

/** An account with a list, a field, members, a job that is done and one that waits. */
async function aBusyAccount() {
  const client = await aSimulator();
  const list = (await client.call("POST", "/v3/marketing/lists", { name: "VIP" })).body.id as string;
  await client.call("POST", "/v3/marketing/field_definitions", { name: "shoe_size", field_type: "Number" });
  const done = await client.upsert(people(20), [list]);
  await client.settled(done);
  await client.call("PUT", "/_simulator/settings", { jobDelayMs: 3_600_000 });
  const waiting = await client.upsert([{ email: "ada@example.com", custom_fields: { e4_N: 38 } }], [list]);
  return { ...client, list, done, waiting };
}

describe("a snapshot", () => {
  test("carries lists, fields, contacts with their ids, and jobs, also those that wait, to another simulator", async () => {
    const from = await aBusyAccount();
    const before = await from.contact("p7@example.com");
    const to = await aSimulator();
    await to.settled(await to.upsert([{ email: "stranger@example.com" }]));
    await to.call("PUT", "/_simulator/settings", { jobDelayMs: 3_600_000 });
    expect((await load(to, await save(from))).status).toBe(204);

    const [saved, loaded] = [await from.state(), await to.state()];
    expect(saved.lists).toContainEqual({ id: from.list, name: "VIP", contactCount: 20 });
    expect([loaded.lists, loaded.fields, loaded.billableCount]).toEqual([saved.lists, saved.fields, 20]);
    expect((await to.contact("p7@example.com"))?.id).toBe(before?.id);
    expect((await to.call("GET", `/v3/marketing/contacts/${before?.id}`)).body.list_ids).toEqual([from.list]);
    expect(await to.contact("stranger@example.com")).toBeNull();
    expect((await to.job(from.done.body.job_id)).body.results.created_count).toBe(20);
    await to.call("PUT", "/_simulator/settings", { jobDelayMs: 0 });
    expect((await to.settled(from.waiting)).results).toEqual({ requested_count: 1, created_count: 1 });
    expect((await to.contact("ada@example.com"))?.custom_fields).toEqual({ shoe_size: 38 });
    expect(await from.contact("ada@example.com")).toBeNull();
  });

  test("takes back what was done since it was saved, again and again, and goes on with new ids", async () => {
    const client = await aSimulator();
    await client.settled(await client.upsert(people(3)));
    const snapshot = await save(client);
    const seen: unknown[] = [];
    for (let round = 0; round < 2; round += 1) {
      await client.call("DELETE", "/v3/marketing/contacts?delete_all_contacts=true");
      await vi.waitUntil(async () => (await client.state()).contactCount === 0);
      expect((await load(client, snapshot)).status).toBe(204);
      await client.settled(await client.upsert([{ email: "ada@example.com" }]));
      seen.push((await client.state()).contactCount);
    }
    expect(seen).toEqual([4, 4]);
  });

  test("shows no key, and leaves those of whoever loads it", async () => {
    const [from, to] = [await aSimulator(), await aSimulator()];
    const snapshot = await save(from);
    for (const key of Object.values(from.keys)) expect(snapshot.includes(key)).toBe(false);
    await load(to, snapshot);
    expect((await to.call("GET", "/v3/scopes")).status).toBe(200);
  });

  test("is refused when it is none, is damaged or of another version, and nothing is changed", async () => {
    const client = await aSimulator();
    await client.settled(await client.upsert(people(500)));
    const snapshot = await save(client);
    const damaged = Buffer.from(snapshot);
    damaged.fill(0x5a, 8_192, 24_000);
    const older = Buffer.from(snapshot);
    older.writeUInt32BE(1, 60); // the file format's place for `user_version`

    for (const [body, reason] of [
      ["no database at all", "not an SQLite file"],
      [damaged, "damaged"],
      [older, "of another version (1, not"],
      ["", "of another version (0, not"],
    ] as const) {
      const refused = await load(client, body);
      expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(reason)]);
    }
    expect((await load(client, "{}", "text/plain")).status).toBe(415);
    expect((await client.state()).contactCount).toBe(500);
  });

  test("leaves no file behind", async () => {
    const before = temporaryFolders();
    const client = await aSimulator();
    await load(client, await save(client));
    await load(client, "no database at all");
    await vi.waitUntil(() => temporaryFolders().every((name) => before.includes(name)));
  });
});
