import type { Run } from "../features/export-runs/export-run.graphql.ts";

/** A run that has just been queued, with what the test is about. */
export const aRun = (facts: Partial<Run> = {}): Run => ({
  id: "r1",
  state: "QUEUED",
  stateSince: "2026-11-24T08:00:00.000Z",
  exportId: "e1",
  exportName: "Weekly newsletter",
  isFull: false,
  attempt: 1,
  nextTryAt: null,
  selectedCount: null,
  processedCount: 0,
  acceptedCount: 0,
  deliveredCount: 0,
  unchangedCount: 0,
  rejectedCount: 0,
  suppressedCount: 0,
  duplicateCount: 0,
  notSentCount: 0,
  syncMode: "ADD",
  removedCount: 0,
  queuedAt: "2026-11-24T08:00:00.000Z",
  preparingAt: null,
  uploadingAt: null,
  isDryRun: false,
  plan: null,
  awaitingApprovalAt: null,
  approvalReason: null,
  approvedAt: null,
  approvedBy: null,
  settlingAt: null,
  endedAt: null,
  waitsFor: null,
  route: null,
  routeReason: null,
  list: { id: "l1", name: "Newsletter EN" },
  startedBy: { id: "u1", name: "Aigerim" },
  failure: null,
  rejections: [],
  suppressed: [],
  ...facts,
});

/** A run in the middle of sending 1,000 people. */
export const aSendingRun = (facts: Partial<Run> = {}): Run =>
  aRun({
    state: "UPLOADING",
    selectedCount: 1_000,
    preparingAt: "2026-11-24T08:00:01.000Z",
    uploadingAt: "2026-11-24T08:00:02.000Z",
    ...facts,
  });
