import { useToast } from "@nuxt/ui/composables";
import { beforeEach, describe, expect, test } from "vitest";
import { anExport } from "../../testing/an-export.ts";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import ExportsPage from "./ExportsPage.vue";

const recurrence = { timeZone: "Asia/Almaty", days: [1, 3], times: ["03:00"] };
const weekly = anExport({
  ...{ id: "e2", name: "Weekly" },
  schedule: { kind: "OWN", recurrence },
  nextRun: { at: "2026-11-24T22:00:00.000Z", reason: "OWN_SCHEDULE" },
});

const open = async (more: object = {}, language: "en" | "kk" = "en") =>
  await mountWithServer(ExportsPage, {
    answers: {
      Exports: {
        exports: {
          totalCount: 2,
          pageInfo: { endCursor: null, hasNextPage: false },
          edges: [anExport(), weekly].map((node) => ({ node: { __typename: "Export", ...node } })),
        },
      },
      ScheduleExports: { scheduleExports: { __typename: "ExportsScheduled" } },
      StartAllExports: { startAllExports: { started: [{ id: "r1" }], notStarted: [] } },
      ...more,
    },
    language,
  });

beforeEach(() => useToast().clear()); // they outlive a page

describe("ExportsPage", () => {
  test("says of each export when it runs next by itself, or why at no time", async () => {
    const { text } = await open();
    expect(text()).toContain("With every refresh With the next refresh; none is scheduled");
    expect(text()).toMatch(/At its own times Next run: Nov 2[45], 2026/);
  });

  test("says it in Kazakh too", async () => {
    const { text } = await open({}, "kk");
    expect(text()).toContain("Келесі жаңартумен бірге; ол жоспарланбаған");
  });

  test("runs all that have a schedule, and names those that could not be started", async () => {
    const notStarted = [
      {
        export: { id: "e2", name: "Weekly" },
        reason: { code: "export-user-required", message: "…" },
      },
    ];
    const { server, click } = await open({
      StartAllExports: { startAllExports: { started: [{ id: "r1" }], notStarted } },
    });
    await click("button", "Run all");
    expect(server.asked("StartAllExports")).toHaveLength(1);
    expect(useToast().toasts.value).toMatchObject([
      { title: "1 run started" },
      { title: "“Weekly” was not started", description: "Nobody is export user of the destination." },
    ]);
  });

  test("gives the chosen ones a schedule, and keeps those they have where that is asked for", async () => {
    const { server, click } = await open();
    await click("button", "Schedules");
    await click("checkbox", "Weekly newsletter", "[role=dialog]");
    await click("radio", "Only when somebody runs it", "[role=dialog]");
    await click("checkbox", /Keep schedules/, "[role=dialog]");
    await click("button", "Save", "[role=dialog]");
    expect(server.asked("ScheduleExports")).toEqual([
      { ids: ["e2"], schedule: { kind: "OFF", recurrence: null }, active: "KEEP" },
    ]);
  });
});
