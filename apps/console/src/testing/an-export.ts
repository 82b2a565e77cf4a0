import type { Export } from "../features/exports/export.graphql.ts";
import type { ExportChoices } from "../features/exports/form/use-export-choices.ts";

/** A saved export of one segment, with what the test is about. */
export const anExport = (facts: Partial<Export> = {}): Export => ({
  id: "e1",
  name: "Weekly newsletter",
  createdAt: "2026-11-20T08:00:00.000Z",
  destination: { id: "d1", name: "Marketing", state: "READY" },
  list: { id: "l1", name: "Newsletter EN" },
  matching: [{ target: "email", kind: "FIELD", value: "email", whenEmpty: "LEAVE" }],
  syncMode: "ADD",
  maxRemovalShare: 0.15,
  maxRejectedShare: 0.05,
  suppressions: [],
  suppressionGroups: [],
  segments: [{ id: "s1", name: "Active", memberCount: 1_000 }],
  schedule: { kind: "WITH_REFRESH", recurrence: null },
  nextRun: { at: null, reason: "REFRESH_OFF" },
  notStarted: null,
  lastRun: null,
  ...facts,
});

/** One destination with a default list, two segments, and the fields of a usual file. */
export const someChoices = (facts: Partial<ExportChoices> = {}): ExportChoices => ({
  destinations: [
    { id: "d1", name: "Marketing", state: "READY", defaultList: { id: "l1", name: "Newsletter EN" } },
  ],
  segments: [
    { id: "s1", name: "Active", kind: "DYNAMIC", state: "READY", memberCount: 1_000 },
    { id: "s2", name: "Almaty", kind: "DYNAMIC", state: "READY", memberCount: 600 },
  ],
  profileFields: ["email", "first_name", "city", "orders"],
  ...facts,
});
