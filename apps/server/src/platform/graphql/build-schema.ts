import "reflect-metadata";
import type { GraphQLSchema } from "graphql";
import { type BuildSchemaOptions, buildSchemaSync, type PubSub } from "type-graphql";
import { DateTimeIso } from "./date-time.ts";

/** The library demands one; every subscription here brings its own iterator instead. */
const NO_TOPICS: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error("Subscriptions name `subscribe`, not `topics`.");
  },
};

/** @param resolvers - composed instances, one of each class. */
export function createSchema(resolvers: readonly object[]): GraphQLSchema {
  const instances = new Map(resolvers.map((resolver) => [resolver.constructor, resolver]));
  return buildSchemaSync({
    resolvers: [...instances.keys()] as unknown as BuildSchemaOptions["resolvers"],
    container: { get: (resolver) => instances.get(resolver) },
    scalarsMap: [{ type: Date, scalar: DateTimeIso }],
    pubSub: NO_TOPICS,
    validate: false,
  });
}
