import type { Route } from "@keruen/core";
import { registerEnumType } from "type-graphql";

export const RunRoute = { UPSERT: "UPSERT", IMPORT: "IMPORT" } as const satisfies Record<
  Uppercase<Route>,
  Uppercase<Route>
>;
export type RunRoute = Uppercase<Route>;
registerEnumType(RunRoute, {
  name: "RunRoute",
  description: "How a run's contacts go up.",
  valuesConfig: {
    UPSERT: { description: "In requests, up to 30,000 contacts each." },
    IMPORT: {
      description:
        "In files, up to 1,000,000 contacts each. Contacts that a file cannot say exactly still go in requests.",
    },
  },
});
