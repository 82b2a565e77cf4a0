import { expect, test, vi } from "vitest";
import { type Answer, aSimulator } from "../testing/a-simulator.ts";

type Client = Awaited<ReturnType<typeof aSimulator>>;

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const BATCHES = [0, 1, 2, 3].map((batch) =>
  Array.from({ length: 50 }, (_, row) => ({ email: `p${batch * 40 + row}@example.com` })),
);
const PEOPLE = 3 * 40 + 50; // ten of each batch are in the one after it as well

/** Repeats a call until it has gone well; the plan lets the fourth one through. */
async function stubbornly(call: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 0; attempt <= 3; attempt += 1) {
    const answer = await call().catch(() => null);
    if (answer !== null && answer.status < 400) return answer;
  }
  throw new Error("struck more often in a row than was promised");
}

/** Makes a list, fills it and takes the first one off it again, knowing nothing of what goes wrong meanwhile. */
async function useTheAccount({ call, upsert, job }: Client): Promise<string> {
  const made = await stubbornly(() => call("POST", "/v3/marketing/lists", { name: "VIP" }));
  const list = made.body.id as string;
  for (const batch of BATCHES) {
    const accepted = await stubbornly(() => upsert(batch, [list]));
    await vi.waitUntil(
      async () => (await stubbornly(() => job(accepted.body.job_id))).body.status !== "pending",
    );
  }
  const query = { query: "email = 'p0@example.com'" };
  const search = await stubbornly(() => call("POST", "/v3/marketing/contacts/search", query));
  const leaver = search.body.result[0].id as string;
  const path = `/v3/marketing/lists/${list}/contacts?contact_ids=${leaver}`;
  const left = await stubbornly(() => call("DELETE", path));
  await vi.waitUntil(async () => (await stubbornly(() => job(left.body.job_id))).body.status !== "pending");
  return list;
}

test.each(SEEDS)("whoever repeats what failed ends right on the bad day number %i", async (seed) => {
  const client = await aSimulator({ settings: { rateLimits: null } });
  const plan = { seed, share: 0.4, waitSeconds: 0, timeoutMs: 1, slowMs: 1 };
  await client.call("POST", "/_simulator/faults/plan", plan);
  const list = await useTheAccount(client);

  const { strikes } = (await client.call("GET", "/_simulator/faults/plan")).body;
  expect(Object.keys(strikes).length).toBeGreaterThan(0);
  const state = await client.state();
  expect(state.contactCount).toBe(PEOPLE);
  expect(state.lists).toContainEqual({ id: list, name: "VIP", contactCount: PEOPLE - 1 });
});
