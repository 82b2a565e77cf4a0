/**
 * Writes the contract as the resolvers have it: `pnpm --filter @keruen/server schema`.
 *
 * Reads  : the resolver classes. No database, no environment.
 * Writes : schema.graphql, sorted, so that a change of the contract is a line in a diff.
 * Used by: a person who changed it, and `npm run check`, which refuses what was not committed.
 */
import { writeFile } from "node:fs/promises";
import { lexicographicSortSchema, printSchema } from "graphql";
import { createSchema } from "./platform/graphql/build-schema.ts";
import { RESOLVERS } from "./resolvers.ts";

const schema = lexicographicSortSchema(createSchema(RESOLVERS));
await writeFile(new URL("../schema.graphql", import.meta.url), `${printSchema(schema)}\n`);
