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

type Class = abstract new (...args: never[]) => object;

/** @param resolvers - one instance of each class; none, where the schema is only printed. */
export function createSchema(classes: readonly Class[], resolvers: readonly object[] = []): GraphQLSchema {
  const instances = new Map(resolvers.map((resolver) => [resolver.constructor, resolver]));
  return buildSchemaSync({
    resolvers: classes as unknown as BuildSchemaOptions["resolvers"],
    container: { get: (resolver) => instances.get(resolver) },
    scalarsMap: [{ type: Date, scalar: DateTimeIso }],
    pubSub: NO_TOPICS,
    validate: false,
  });
}
