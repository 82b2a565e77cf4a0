import { describe, expect, test } from "vitest";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import DriftPanel from "./DriftPanel.vue";

const aCheck = (facts: object = {}) => ({
  __typename: "DriftCheck",
  ...{
    id: "d1",
    state: "SUCCEEDED",
    recordedCount: 1_200,
    missingCount: 3,
    claimedCount: 0,
    foreignCount: 7,
  },
  ...{ nextTryAt: null, queuedAt: "2026-11-24T08:00:00.000Z", endedAt: "2026-11-24T08:01:00.000Z" },
  ...{ failure: null, repairRun: null },
  ...facts,
});
const reading = { state: "READING", endedAt: null, recordedCount: null, missingCount: null };
const lastOf = (...checks: object[]) => ({ driftChecks: { edges: checks.map((node) => ({ node })) } });
const open = async (answers: Record<string, object>, language: "en" | "kk" = "en") =>
  await mountWithServer(DriftPanel, { props: { exportId: "e1" }, answers, language });

describe("DriftPanel", () => {
  test("says that a list was never checked, and checks it", async () => {
    const { server, text, click } = await open({
      LastDriftCheck: lastOf(),
      CheckDrift: { checkDrift: aCheck(reading) },
    });
    expect(text()).toContain("This list has not been checked yet.");
    await click("button", "Check the list");
    expect(server.asked("CheckDrift")).toEqual([{ exportId: "e1" }]);
  });

  test("follows a check until it has its figures", async () => {
    const { server, serverSends, text, wrapper } = await open({ LastDriftCheck: lastOf(aCheck(reading)) });
    expect(server.asked("DriftCheckChanged")).toEqual([{ checkId: "d1" }]);
    expect(text()).toContain("SendGrid is telling who is on the list.");
    await serverSends("DriftCheckChanged", { driftCheckChanged: aCheck() });
    const figure = (key: string) => wrapper.get(`[data-testid=drift-${key}]`).text();
    expect(["recorded", "missing", "claimed", "foreign"].map(figure)).toEqual(["1,200", "3", "0", "7"]);
    expect(wrapper.get("a[download]").attributes("href")).toBe("/drift-checks/d1/differences.csv");
  });

  test("sends the missing again after saying how many, and goes to watch it", async () => {
    const { server, click, router } = await open({
      LastDriftCheck: lastOf(aCheck()),
      RepairDrift: { repairDrift: { __typename: "Run", id: "r9" } },
    });
    await click("button", "Send the missing again");
    expect(document.querySelector("[role=dialog]")?.textContent).toContain("3 people who are missing");
    await click("button", "Send the missing again", "[role=dialog]");
    expect(server.asked("RepairDrift")).toEqual([{ checkId: "d1" }]);
    expect(router.currentRoute.value.path).toBe("/runs/r9");
  });

  test("offers nothing where the list is as recorded", async () => {
    const { text } = await open({ LastDriftCheck: lastOf(aCheck({ missingCount: 0, foreignCount: 0 })) });
    expect(text()).toContain("The list is as recorded.");
    expect(text()).not.toContain("Send the missing again");
  });

  test("says why a list cannot be checked now", async () => {
    const { text, click } = await open({
      LastDriftCheck: lastOf(aCheck()),
      CheckDrift: { checkDrift: { __typename: "ListBusy", code: "list-busy", message: "…" } },
    });
    await click("button", "Check the list");
    expect(text()).toContain("A run is writing to the list.");
  });

  test("says why a check has failed, or when it is tried again", async () => {
    const failure = { code: "list-gone", message: "SendGrid has no such list any more." };
    const failed = aCheck({ ...reading, state: "FAILED", endedAt: "2026-11-24T08:01:00.000Z", failure });
    expect((await open({ LastDriftCheck: lastOf(failed) })).text()).toMatch(/list/);
    const waiting = aCheck({ ...reading, failure, nextTryAt: "2026-11-24T08:05:00.000Z" });
    expect((await open({ LastDriftCheck: lastOf(waiting) })).text()).toMatch(/The next attempt begins at/);
  });

  test("speaks Kazakh", async () => {
    const { text } = await open({ LastDriftCheck: lastOf(aCheck()) }, "kk");
    expect(text()).toContain("Жоқтарын қайта жіберу");
  });
});
