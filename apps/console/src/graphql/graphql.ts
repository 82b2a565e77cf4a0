/** Documents typed from `apps/server/schema.graphql`; `pnpm generate` rewrites the types after a change of it. */
import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./graphql-env.d.ts";

/** Tags a document; a field that the schema lacks is a type error. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: {
    /** An instant, ISO 8601 in UTC. */
    DateTimeISO: string;
  };
}>();

export type { ResultOf, VariablesOf } from "gql.tada";
