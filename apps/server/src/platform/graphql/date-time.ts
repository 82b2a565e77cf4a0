import { GraphQLScalarType } from "graphql";
import { GraphQLDateTimeISO } from "graphql-scalars";

/** `@Field(() => Date)` in the contract. */
export const DateTimeIso = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  description: "An instant, ISO 8601 in UTC, e.g. 2026-11-24T08:05:02.000Z.",
});
