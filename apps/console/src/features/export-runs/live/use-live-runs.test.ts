import { flushPromises } from "@vue/test-utils";
import { describe, expect, test } from "vitest";
import { aRun, aSendingRun } from "../../../testing/a-run.ts";
import { useWithServer } from "../../../testing/mount-with-server.ts";
import type { Run } from "../export-run.graphql.ts";
import { ACTIVE_STATES } from "../run-state.ts";
import { overlay, useLiveRuns } from "./use-live-runs.ts";

const page = (...runs: Run[]) => ({
  runs: {
    totalCount: runs.length,
    pageInfo: { endCursor: null, hasNextPage: false },
    edges: runs.map((node) => ({ node })),
  },
});

describe("useLiveRuns", () => {
  test("shows a run that began after the list was asked for", async () => {
    const { result, serverSends } = await useWithServer(() => useLiveRuns({}), { answers: { Runs: page() } });
    expect(result.runs.value).toEqual([]);

    await serverSends("RunsChanged", { runsChanged: aRun() });
    expect(result.runs.value).toEqual([aRun()]);
  });

  test("loses neither of two runs that change in the same moment", async () => {
    const { result, server } = await useWithServer(() => useLiveRuns({}), { answers: { Runs: page() } });
    server.send("RunsChanged", { runsChanged: aRun({ id: "a", queuedAt: "2026-11-24T08:00:01.000Z" }) });
    server.send("RunsChanged", { runsChanged: aRun({ id: "b", queuedAt: "2026-11-24T08:00:02.000Z" }) });
    await flushPromises();
    expect(result.runs.value?.map(({ id }) => id)).toEqual(["b", "a"]);
  });

  test("lets go of a run that no longer fits: one that has ended is not under way", async () => {
    const { result, serverSends } = await useWithServer(() => useLiveRuns({ states: ACTIVE_STATES }), {
      answers: { Runs: page(aSendingRun()) },
    });
    expect(result.runs.value).toHaveLength(1);

    await serverSends("RunsChanged", { runsChanged: aSendingRun({ state: "SUCCEEDED" }) });
    expect(result.runs.value).toEqual([]);
  });

  test("asks for the list anew when the socket was reopened, for what it missed is not told again", async () => {
    const lists = [
      page(aSendingRun({ processedCount: 10 })),
      page(aSendingRun({ state: "SUCCEEDED", processedCount: 1_000 })),
    ];
    const { result, server, connection } = await useWithServer(() => useLiveRuns({}), {
      answers: { Runs: () => lists.shift() ?? page() },
    });
    connection.lost();
    await flushPromises();
    expect(server.asked("Runs")).toHaveLength(1);

    connection.opened();
    await flushPromises();
    expect(server.asked("Runs")).toHaveLength(2);
    expect(result.runs.value?.[0]?.state).toBe("SUCCEEDED");
  });
});

describe("overlay", () => {
  test("keeps what is further along when list and event cross on their way", () => {
    const listed = aSendingRun({ processedCount: 500 });
    const told = aSendingRun({ processedCount: 300 });
    expect(overlay([listed], new Map([["r1", told]]), {})).toEqual([listed]);
  });

  test("adds nothing to a later page: a new run belongs on the first", () => {
    expect(overlay([], new Map([["r1", aRun()]]), {}, false)).toEqual([]);
  });

  test("keeps to one export, and to one page", () => {
    const changed = new Map([["x", aRun({ id: "x", exportId: "other" })]]);
    expect(overlay([aRun()], changed, { exportId: "e1" }).map(({ id }) => id)).toEqual(["r1"]);
    expect(overlay([aRun()], changed, { first: 1 })).toHaveLength(1);
  });
});
