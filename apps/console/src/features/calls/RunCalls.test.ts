import { expect, test } from "vitest";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import RunCalls from "./RunCalls.vue";
import WindowWaitNote from "./WindowWaitNote.vue";

const anUpsert = {
  ...{ endpoint: "PUT /v3/marketing/contacts", status: 202, failure: null, callCount: 34 },
  ...{ totalMs: 6_800, maxMs: 1_250, waitedMs: 125_000 },
};
const aBrokenOne = {
  ...{ endpoint: "GET /v3/marketing/lists/{id}", status: null, failure: "unavailable", attempt: 1 },
  ...{ at: "2026-11-24T08:00:09.000Z", durationMs: 30_000, waitedMs: 0 },
};
const answers = {
  CallTotals: { run: { id: "r1", callTotals: [anUpsert] } },
  Calls: {
    calls: {
      ...{ totalCount: 1, pageInfo: { endCursor: null, hasNextPage: false } },
      edges: [{ cursor: "c1", node: aBrokenOne }],
    },
  },
};

test("asks for the calls when somebody opens them, and tells counts, times, waits and what failed", async () => {
  const { server, click, text } = await mountWithServer(RunCalls, { props: { runId: "r1" }, answers });
  expect(server.asked("CallTotals")).toEqual([]);
  await click("button", "Show");
  await expect.poll(text).toContain("PUT /v3/marketing/contacts 202 34 200 ms 1,250 ms 2 min");
  expect(text()).toContain("GET /v3/marketing/lists/{id} none 30,000 ms");
  await click("button", "Hide");
  expect(text()).not.toContain("PUT /v3/marketing/contacts");
});

test("says until when a run waits for SendGrid's rate limit, and nothing once that time has passed", async () => {
  const at = (offsetMs: number) => ({ until: new Date(Date.now() + offsetMs).toISOString() });
  const waits = await mountWithServer(WindowWaitNote, { props: at(60_000) });
  expect(waits.text()).toContain("SendGrid's rate limit is used up; waiting until");
  const over = await mountWithServer(WindowWaitNote, { props: at(-1_000) });
  expect(over.text()).toBe("");
});
