import { describe, expect, test } from "vitest";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import ErasurePage from "./ErasurePage.vue";

const anAccount = (more: object = {}) => ({
  ...{ destinationId: "d1", destinationName: "Newsletter", state: "DONE", contactCount: 1, jobId: "job-1" },
  ...{ code: null, message: null, endedAt: "2026-11-24T10:00:09.000Z" },
  ...more,
});
const anErasure = (more: object = {}) => ({
  erasureChanged: {
    ...{ id: "x1", state: "DONE", personHash: "k1.abc", requestedAt: "2026-11-24T10:00:00.000Z" },
    ...{
      waitingForRunId: null,
      nextTryAt: null,
      profileCount: 2,
      segmentCount: 3,
      runCount: 4,
      deliveryCount: 5,
    },
    ...{ stagedRowCount: 6, isKeptOut: true, unreachableRunCount: 0, endedAt: "2026-11-24T10:00:10.000Z" },
    ...{ requestedBy: { id: "u1", name: "Ada" }, destinations: [anAccount()] },
    ...more,
  },
});
const open = async () =>
  await mountWithServer(ErasurePage, {
    props: { erasureId: "x1" },
    answers: {
      RetryErasure: { retryErasure: { __typename: "Erasure", id: "x1" } },
      ReadmitPerson: { readmitPerson: { __typename: "Erasure", id: "x1", isKeptOut: false } },
    },
  });

describe("ErasurePage", () => {
  test("follows it live: what it waits for, then the proof, with SendGrid's job and without a name", async () => {
    const { serverSends, text, get } = await open();
    await serverSends(
      "ErasureChanged",
      anErasure({ state: "WAITING", waitingForRunId: "r1", endedAt: null }),
    );
    expect(get("link", "Open the run").getAttribute("href")).toBe("/runs/r1");
    await serverSends("ErasureChanged", anErasure());
    expect(text()).toContain("Erased");
    expect(text()).toContain("Profiles deleted 2");
    expect(text()).toContain("job-1");
    expect(text()).toContain("k1.abc");
    expect(text()).not.toContain("has to end first");
  });

  test("says what to put right in which account, and tries again", async () => {
    const { server, serverSends, text, click } = await open();
    const failed = anAccount({ state: "FAILED", code: "key-lacks-rights", jobId: null });
    await serverSends("ErasureChanged", anErasure({ state: "FAILED", destinations: [failed] }));
    expect(text()).toContain("The API key may not delete contacts.");
    await click("button", "Try again");
    expect(server.asked("RetryErasure")).toEqual([{ erasureId: "x1" }]);
  });

  test("lets the person come in again after it has been asked, for whom it keeps out", async () => {
    const { server, serverSends, text, click, get } = await open();
    await serverSends("ErasureChanged", anErasure());
    await click("button", "Let them in again…");
    await click("button", "Let them in");
    expect(server.asked("ReadmitPerson")).toEqual([{ erasureId: "x1" }]);
    await serverSends("ErasureChanged", anErasure({ isKeptOut: false }));
    expect(text()).toContain("May come in again");
    expect(() => get("button", "Let them in again…")).toThrow("No button");
  });

  test("says that there are accounts nobody can look into", async () => {
    const { serverSends, text } = await open();
    await serverSends("ErasureChanged", anErasure({ unreachableRunCount: 2 }));
    expect(text()).toContain("2 runs went to destinations that have been removed.");
  });
});
