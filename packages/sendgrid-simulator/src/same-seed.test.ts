import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { startSimulator } from "./start-simulator.ts";
import { aSimulator, clientOf } from "./testing/a-simulator.ts";
import { EMAIL, headersOf, startImport } from "./testing/an-import.ts";

const PLAN = {
  share: 0.3,
  kinds: ["status-503", "rate-limited-delta", "reset", "cut", "bad-gzip", "lose-job", "no-effect"],
  endpoints: ["*", "GET storage", "PUT storage"],
};

/** Every kind of call there is, in one order; gives every answer, a broken connection among them. */
async function aDay(seed: number): Promise<string[]> {
  const client = await aSimulator({
    seed,
    clock: () => Date.UTC(2026, 10, 24),
    settings: { exportDelayMs: 0, jobOrder: "shuffled", jobOrderSeed: seed },
  });
  const { call, keys } = client;
  const answers: string[] = [JSON.stringify(keys)];
  const note = async (answer: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await answer.catch((error: Error) => ({ status: 0, body: error.message }));
    answers.push(`${status} ${JSON.stringify(body)}`.replaceAll(/127\.0\.0\.1:\d+/g, "here"));
    return { status, body: body as Record<string, never> };
  };
  const fetched = async (address: string, init?: RequestInit) => {
    const response = await fetch(address, init);
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()).toString("hex") };
  };
  const done = () =>
    vi.waitUntil(async () => (await client.state()).pendingJobCount === 0, { timeout: 20_000 });

  await call("POST", "/_simulator/subusers", { name: "shop" });
  await call("POST", "/_simulator/faults/plan", { ...PLAN, seed });
  await note(call("GET", "/_simulator/subusers"));
  for (let round = 0; round < 8; round += 1) {
    await note(call("POST", "/v3/marketing/lists", { name: `List ${round}` }));
    const lists = await note(call("GET", "/v3/marketing/lists"));
    const [list] = (lists.body.result ?? []) as { id: string }[];
    const people = Array.from({ length: 5 }, (_, index) => ({ email: `p${index * round}@example.com` }));
    await note(client.upsert(people, list && [list.id]));
    await done();
    const found = await note(call("POST", "/v3/marketing/contacts/search", { query: "email LIKE 'p%'" }));
    const [contact] = (found.body.result ?? []) as { id: string }[];
    if (list && contact)
      await note(call("DELETE", `/v3/marketing/lists/${list.id}/contacts?contact_ids=${contact.id}`));
    await done();
    const asked = await note(startImport(client, [EMAIL]));
    if (asked.status === 200) {
      const headers = headersOf(asked.body as never);
      const body = "email\nfile@example.com\nnobody\n";
      let sent = { status: 0 };
      while (sent.status !== 200)
        sent = await note(fetched(asked.body.upload_uri ?? "", { method: "PUT", headers, body }));
      await done();
      await note(client.job(asked.body.job_id ?? ""));
    }
    const exported = await note(call("POST", "/v3/marketing/contacts/exports", {}));
    const { body } = await note(call("GET", `/v3/marketing/contacts/exports/${exported.body.id}`));
    for (const file of (body.urls ?? []) as string[]) await note(fetched(file));
    await note(call("GET", "/v3/marketing/contacts/count"));
  }
  await note(call("GET", "/_simulator/contacts"));
  await note(call("GET", "/_simulator/faults/plan"));
  return answers;
}

test("the same seed gives the same answers to the same requests, ids, keys and faults among them; another seed others", async () => {
  const first = await aDay(11);
  expect(first.length).toBeGreaterThan(60);
  expect(first.filter((answer) => answer.startsWith("0 ")).length).toBeGreaterThan(0);
  expect(await aDay(11)).toEqual(first);
  expect(await aDay(12)).not.toEqual(first);
});

test("an account that is started again with its seed gives nobody's id a second time", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "same-seed-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const ids: string[] = [];
  const keys: unknown[] = [];
  for (const name of ["one", "two", "three"]) {
    const simulator = await startSimulator({ seed: 1, data: path.join(folder, "sandbox.sqlite") });
    const { call } = clientOf(simulator);
    ids.push((await call("POST", "/v3/marketing/lists", { name })).body.id);
    ids.push((await call("POST", "/v3/marketing/contacts/exports", {})).body.id);
    keys.push(simulator.keys);
    await simulator.close();
  }
  expect(new Set(ids).size).toBe(6);
  expect(keys[2]).toEqual(keys[0]);
});
