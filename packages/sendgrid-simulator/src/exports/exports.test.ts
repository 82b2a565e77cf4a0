import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";

const PATH = "/v3/marketing/contacts/exports";
const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ email: `p${index}@example.com` }));

async function aSimulatorWithExports(options: Parameters<typeof aSimulator>[0] = {}) {
  const simulator = await aSimulator({ ...options, settings: { exportDelayMs: 0, ...options.settings } });
  const ask = async (body: object = {}) => {
    const accepted = await simulator.call("POST", PATH, body);
    expect(accepted.status).toBe(202);
    return (await simulator.call("GET", `${PATH}/${accepted.body.id}`)).body;
  };
  return { ...simulator, ask };
}

async function linesOf(url: string): Promise<string[]> {
  const bytes = await (await fetch(url)).arrayBuffer();
  return gunzipSync(Buffer.from(bytes)).toString().trimEnd().split("\n");
}

describe("an export", () => {
  test("gives a list's members as gzipped CSV, quoted, with the contact's id and custom fields by name", async () => {
    const { upsert, settled, contact, listId, ask, url } = await aSimulatorWithExports();
    const list = await listId();
    const ada = { email: "ada@example.com", first_name: 'A "da"', custom_fields: { e2_N: 5 } };
    await settled(await upsert([ada], [list]));
    await settled(await upsert([{ email: "stranger@example.com" }]));
    const { status, urls, contact_count } = await ask({ list_ids: [list] });
    expect([status, urls.length, contact_count]).toEqual(["ready", 1, 1]);
    expect(new URL(urls[0]).origin).not.toBe(url);
    const [header = "", row = "", ...others] = await linesOf(urls[0]);
    expect(header).toMatch(
      /^"EMAIL","FIRST_NAME",.*"CREATED_AT","UPDATED_AT","CONTACT_ID","loyalty_tier","lifetime_value"/,
    );
    expect(row).toMatch(/^"ada@example.com","A ""da""",/);
    expect(row).toContain(`"${(await contact("ada@example.com"))?.id}","","5",""`);
    expect(others).toEqual([]);
  });

  test("cuts its files at so many rows, each contact in one of them, though it is on two lists", async () => {
    const { upsert, settled, listId, ask } = await aSimulatorWithExports({
      settings: { exportRowsPerFile: 3 },
    });
    const lists = [await listId("Newsletter"), await listId("Almaty stores")];
    await settled(await upsert(people(5), lists));
    await settled(
      await upsert([{ email: "last@example.com" }, { email: "end@example.com" }], [lists[1] ?? ""]),
    );
    const { urls } = await ask({ list_ids: lists });
    const files = await Promise.all((urls as string[]).map(linesOf));
    expect(files.map(({ length }) => length)).toEqual([4, 4, 2]);
    const emails = files.flatMap(([, ...rows]) => rows.map((row) => row.split(",")[0]));
    expect(new Set(emails).size).toBe(7);
  });

  test("has no files for an empty list, and all contacts when none is named", async () => {
    const { upsert, settled, listId, ask } = await aSimulatorWithExports();
    await settled(await upsert(people(2)));
    const empty = await ask({ list_ids: [await listId()] });
    expect([empty.status, empty.urls, empty.contact_count]).toEqual(["ready", [], undefined]);
    expect(await ask()).toMatchObject({ contact_count: 2 });
  });

  test("is pending for its delay, and its links last twelve hours from the request", async () => {
    let now = 1_000_000_000;
    const { call, upsert, settled } = await aSimulatorWithExports({
      settings: { exportDelayMs: 5_000, rateLimits: null },
      clock: () => now,
    });
    await settled(await upsert(people(1)));
    const { id } = (await call("POST", PATH, {})).body;
    const status = async () => (await call("GET", `${PATH}/${id}`)).body;
    now += 4_999;
    expect((await status()).status).toBe("pending");
    now += 1;
    const { urls } = await status();
    now += 12 * 3_600_000 - 5_001;
    expect((await fetch(urls[0])).status).toBe(200);
    now += 1;
    expect((await fetch(urls[0])).status).toBe(403);
  });

  test("fails where that is asked for, and refuses an API key on a file", async () => {
    const { upsert, settled, ask, call, keys } = await aSimulatorWithExports();
    await settled(await upsert(people(1)));
    const { urls } = await ask();
    const withKey = await fetch(urls[0], { headers: { authorization: `Bearer ${keys.GOOD}` } });
    expect(withKey.status).toBe(400);
    await call("PUT", "/_simulator/settings", { exportOutcome: "failure" });
    expect(await ask()).toMatchObject({ status: "failure", message: expect.any(String) });
  });

  test("gives JSON, a contact a line, where it is asked for", async () => {
    const { upsert, settled, ask } = await aSimulatorWithExports();
    await settled(await upsert(people(2)));
    const { urls } = await ask({ file_type: "json" });
    const emails = (await linesOf(urls[0])).map((line) => JSON.parse(line).email);
    expect(emails).toEqual(["p0@example.com", "p1@example.com"]);
  });

  test("lists what was asked for, and refuses a list that is not there", async () => {
    const { ask, call, listId } = await aSimulatorWithExports();
    const list = await listId();
    await ask({ list_ids: [list] });
    const { result } = (await call("GET", PATH)).body;
    expect(result).toMatchObject([{ export_type: "list_export", lists: [{ ID: list, Name: "Newsletter" }] }]);
    const unknown = { list_ids: ["00000000-0000-4000-8000-000000000000"] };
    expect((await call("POST", PATH, unknown)).status).toBe(404);
  });
});
