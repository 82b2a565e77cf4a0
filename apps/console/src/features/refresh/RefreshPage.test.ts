import { describe, expect, test } from "vitest";
import { aRefresh, aStep } from "../../testing/a-refresh.ts";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import RefreshPage from "./RefreshPage.vue";
import type { Schedule } from "./refresh.graphql.ts";

const nightly = { timeZone: "Asia/Almaty", days: [1, 2, 3, 4, 5, 6, 7], times: ["03:00"] };
const off: Schedule = { isOn: false, nextAt: null, recurrence: null, notStarted: null };
const latest = (...refreshes: object[]) => ({ refreshes: { edges: refreshes.map((node) => ({ node })) } });

const open = async (more: object = {}, language: "en" | "kk" = "en") =>
  await mountWithServer(RefreshPage, {
    answers: {
      LatestRefresh: latest(),
      CurrentSchedule: { schedule: off },
      StartRefresh: { startRefresh: { __typename: "Refresh", id: "f1" } },
      CancelRefresh: { cancelRefresh: { __typename: "Refresh", id: "f1" } },
      UpdateSchedule: { updateSchedule: { __typename: "Schedule", ...off } },
      ...more,
    },
    language,
  });

describe("RefreshPage", () => {
  test("says what a refresh does before there was one, and starts one", async () => {
    const { server, text, click } = await open();
    expect(text()).toContain("Every step will be here.");
    await click("button", "Refresh now");
    expect(server.asked("StartRefresh")).toHaveLength(1);
  });

  test("follows every step live, with what went wrong and what depends on it", async () => {
    const { text, get, serverSends } = await open();
    const source = aStep({
      position: 1,
      kind: "SOURCE",
      state: "SUCCEEDED",
      code: "nothing-to-fetch",
      doneCount: 100,
    });
    const running = aStep({
      position: 3,
      kind: "EXPORT",
      subjectName: "News",
      state: "RUNNING",
      runId: "r1",
    });
    await serverSends("RefreshChanged", {
      refreshChanged: aRefresh({
        steps: [source, aStep({ position: 2 }), { ...running, doneCount: 40, totalCount: 100 }],
      }),
    });
    expect(text()).toContain("Started by Ada");
    expect(text()).toContain("A file: nothing to fetch.");
    expect(get("progressbar", "Progress of “News”").getAttribute("aria-valuetext")).toBe("40 of 100");
    expect(get("link", "News").getAttribute("href")).toBe("/runs/r1");

    await serverSends("RefreshChanged", {
      refreshChanged: aRefresh({
        state: "FAILED",
        steps: [
          source,
          aStep({ position: 2, state: "FAILED", code: "segment-failed", message: "…" }),
          { ...running, state: "BLOCKED", code: "depends-on-failed", runId: null },
        ],
      }),
    });
    expect(text()).toContain("Failed in part");
    expect(text()).toContain("Its rule does not fit the profiles any more.");
    expect(text()).toContain("Something that it depends on failed.");
    expect(get("button", "Refresh now")).toBeTruthy();
  });

  test("cancels one that is running, after saying what becomes of it", async () => {
    const { server, click, text, serverSends } = await open({ LatestRefresh: latest(aRefresh()) });
    await click("button", "Cancel refresh");
    expect(document.body.textContent).toContain("the runs that it started are canceled");
    await click("button", "Cancel refresh", "[role=dialog]");
    expect(server.asked("CancelRefresh")).toEqual([{ refreshId: "f1" }]);
    await serverSends("RefreshChanged", {
      refreshChanged: aRefresh({ cancelRequestedAt: "2026-11-24T22:01:00.000Z" }),
    });
    expect(text()).toContain("Being canceled");
  });

  test("lets it come by itself on chosen days and times", async () => {
    const { server, text, click, type } = await open({
      CurrentSchedule: { schedule: { ...off, recurrence: nightly } },
    });
    expect(text()).toContain("No refresh comes by itself.");
    await click("switch", "Refresh by itself");
    await click("checkbox", "Sunday");
    await click("button", "Add a time");
    await type("time", "Time 2", "15:30");
    await click("button", "Save");
    expect(server.asked("UpdateSchedule")).toEqual([
      {
        input: {
          isOn: true,
          recurrence: { ...nightly, days: [1, 2, 3, 4, 5, 6], times: ["03:00", "15:30"] },
        },
      },
    ]);
  });

  test("says when the next one comes and why the last one did not, in Kazakh too", async () => {
    const schedule = {
      ...{ isOn: true, nextAt: "2026-11-25T22:00:00.000Z", recurrence: nightly },
      notStarted: { at: "2026-11-24T22:00:00.000Z", code: "refresh-already-running", message: "…" },
    };
    const { text } = await open({ CurrentSchedule: { schedule } }, "kk");
    expect(text()).toMatch(/Келесі жаңарту: 2026 ж\. 2[56] қараша/);
    expect(text()).toContain("Басқа жаңарту әлі жүріп жатты.");
  });
});
