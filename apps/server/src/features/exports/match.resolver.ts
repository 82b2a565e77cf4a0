import type { Match as CoreMatch } from "@keruen/core";
import { FieldResolver, Resolver, Root } from "type-graphql";
import { Match, WhenEmpty } from "./match.graphql.ts";

@Resolver(() => Match)
export class MatchResolver {
  @FieldResolver(() => WhenEmpty)
  whenEmpty(@Root() { whenEmpty }: CoreMatch): NonNullable<CoreMatch["whenEmpty"]> {
    return whenEmpty ?? WhenEmpty.LEAVE;
  }
}
