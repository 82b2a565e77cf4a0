import type { Counts } from "./overview.graphql.ts";

export type FirstStep = {
  readonly key: "customers" | "destination" | "export" | "run";
  readonly to: string;
  readonly isDone: boolean;
};

/** The way from nothing to a first run. A step ticks itself when there is what it was for. */
export const firstSteps = ({ profiles, destinations, exports, runs }: Counts): readonly FirstStep[] => [
  { key: "customers", to: "/profiles/add-file", isDone: profiles.totalCount > 0 },
  { key: "destination", to: "/destinations/new", isDone: destinations.totalCount > 0 },
  { key: "export", to: "/exports/new", isDone: exports.totalCount > 0 },
  { key: "run", to: "/exports", isDone: runs.totalCount > 0 },
];
