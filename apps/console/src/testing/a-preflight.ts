import type {
  ExportPreflight,
  PreflightWarning,
} from "../features/exports/preflight/export-preflight.graphql.ts";
import type { ResultOf } from "../graphql/graphql.ts";

type Preflight = Extract<
  ResultOf<typeof ExportPreflight>["exportPreflight"],
  { __typename: "ExportPreflight" }
>;

/** A preflight of 1,000 people with nothing to worry about, with what the test is about. */
export const aPreflight = (facts: Partial<Preflight> = {}): { exportPreflight: Preflight } => ({
  exportPreflight: {
    __typename: "ExportPreflight",
    selectedCount: 1_000,
    isUpperBound: false,
    newCount: 600,
    listContactCount: 400,
    account: {
      __typename: "SendGridAccount",
      ...{ contactCount: 7_000, billableCount: 8_000, contactLimit: 10_000, headroom: 2_000 },
    },
    warnings: [],
    ...facts,
  },
});

export const aWarning = (code: string, facts: Partial<PreflightWarning> = {}): PreflightWarning => ({
  ...{ code, message: "…", isBlocking: false, count: null, limit: null, targets: [] },
  ...facts,
});
