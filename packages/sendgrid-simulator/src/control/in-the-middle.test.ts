import { expect, test, vi } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ email: `p${index}@example.com`, first_name: "Ada" }));

/** An account in the middle of two large jobs. */
async function aBusyAccount() {
  const client = await aSimulator();
  const list = await client.listId();
  const snapshot = await (await fetch(`${client.url}/_simulator/snapshot`)).arrayBuffer();
  const jobs = [await client.upsert(people(30_000), [list]), await client.upsert(people(30_000), [list])];
  await vi.waitUntil(async () => (await client.state()).contactCount > 0, { interval: 1 });
  expect((await client.state()).pendingRowCount).toBeGreaterThan(0);
  return { ...client, list, snapshot, jobs };
}

/** Nothing of the jobs there were goes on, and the next one is done. */
async function expectEmptyAndWell({
  state,
  jobs,
  job,
  upsert,
  settled,
  contact,
}: Awaited<ReturnType<typeof aBusyAccount>>) {
  expect(await state()).toMatchObject({ contactCount: 0, pendingJobCount: 0, pendingRowCount: 0 });
  for (const { body } of jobs) expect((await job(body.job_id)).status).toBe(404);
  await settled(await upsert([{ email: "new@example.com" }]));
  expect(await contact("new@example.com")).not.toBeNull();
  const { contactCount, lists } = await state();
  expect([contactCount, ...lists.map((list) => list.contactCount)]).toEqual([1, 0, 0, 0]);
}

test("a reset in the middle of a job ends it, and what comes after is done", async () => {
  const account = await aBusyAccount();
  expect((await account.call("POST", "/_simulator/reset")).status).toBe(204);
  await expectEmptyAndWell(account);
});

test("a snapshot that is loaded in the middle of a job ends it, and what comes after is done", async () => {
  const account = await aBusyAccount();
  const headers = { "content-type": "application/vnd.sqlite3" };
  const body = account.snapshot;
  const loaded = await fetch(`${account.url}/_simulator/snapshot`, { method: "PUT", headers, body });
  expect(loaded.status).toBe(204);
  await expectEmptyAndWell(account);
});
