import { describe, expect, test } from "vitest";
import { aRun, aSendingRun } from "../../testing/a-run.ts";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import OverviewPage from "./OverviewPage.vue";

const counted = (profiles: number, others: number) => ({
  profiles: { totalCount: profiles },
  segments: { totalCount: others },
  exports: { totalCount: others },
  runs: { totalCount: others },
  destinations: { totalCount: others, edges: [] },
});
const runsOf = (...runs: object[]) => ({
  runs: {
    totalCount: runs.length,
    pageInfo: { endCursor: null, hasNextPage: false },
    edges: runs.map((node) => ({ node })),
  },
});
const sandbox = {
  sendGridUrl: "http://127.0.0.1:4010/",
  sampleData: "NOT_LOADED",
  keys: [{ kind: "GOOD", apiKey: "SG.good" }],
};
const aSource = (facts: object) => ({
  id: "s1",
  name: "Sample customers",
  fileName: "sample.csv",
  state: "LOADING",
  failure: null,
  idField: "id",
  emailField: "email",
  profileCount: 0,
  rejectedLineCount: 0,
  createdAt: "2026-11-24T08:00:00.000Z",
  rejectedLines: [],
  ...facts,
});

describe("OverviewPage", () => {
  test("in a fresh sandbox shows the way, offers sample data and ticks the first step once it has come in", async () => {
    const counts = [counted(0, 0), counted(100_000, 0)];
    const system = [sandbox, { ...sandbox, sampleData: "LOADED" }];
    const { text, click, serverSends } = await mountWithServer(OverviewPage, {
      answers: {
        OverviewCounts: () => counts[0] ?? {},
        Runs: runsOf(),
        System: () => ({ system: { version: "1", sandbox: system[0] } }),
        LoadSampleData: { loadSampleData: { __typename: "Source", id: "s1" } },
      },
    });
    expect(text()).toContain("The way to your first run");
    expect(text()).not.toContain("(done)");

    await click("button", "Load sample data: 100,000 customers");
    await serverSends("SourceChanged", { sourceChanged: aSource({ profileCount: 40_000 }) });
    expect(text()).toContain("40,000 profiles");

    counts.shift();
    system.shift();
    await serverSends("SourceChanged", { sourceChanged: aSource({ profileCount: 100_000, state: "READY" }) });
    expect(text()).toContain("Bring in your customers (done)");
    expect(text()).not.toContain("Load sample data");
  });

  test("later shows what runs now, and what waits for somebody", async () => {
    const failed = aRun({
      id: "r2",
      exportId: "e2",
      exportName: "Win-back",
      state: "FAILED",
      failure: { code: "list-gone", message: "…" },
    });
    const { text, serverSends } = await mountWithServer(OverviewPage, {
      answers: {
        OverviewCounts: counted(5, 1),
        Runs: runsOf(failed),
        System: { system: { version: "1", sandbox: null } },
      },
    });
    expect(text()).not.toContain("The way to your first run");
    expect(text()).toContain("Needs attention Win-back SendGrid does not have the list any more.");

    await serverSends("RunsChanged", { runsChanged: aSendingRun({ processedCount: 250 }) });
    expect(text()).toContain("Running now Live Weekly newsletter 25%");
  });
});
