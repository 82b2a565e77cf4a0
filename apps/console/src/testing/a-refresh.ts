import type { Refresh, RefreshStep } from "../features/refresh/refresh.graphql.ts";

export const aStep = (facts: Partial<RefreshStep> = {}): RefreshStep => ({
  ...{ position: 1, kind: "SEGMENT", subjectId: "s1", subjectName: "Active", state: "WAITING" },
  ...{ stateSince: "2026-11-24T22:00:00.000Z", code: null, message: null },
  ...{ doneCount: null, totalCount: null, runId: null },
  ...facts,
});

/** One that somebody started and that is under way, with what the test is about. */
export const aRefresh = (facts: Partial<Refresh> = {}): Refresh => ({
  ...{ id: "f1", state: "RUNNING", trigger: "MANUAL", dueAt: null, startedAt: "2026-11-24T22:00:00.000Z" },
  ...{ cancelRequestedAt: null, endedAt: null, startedBy: { id: "u1", name: "Ada" }, steps: [aStep()] },
  ...facts,
});
