import { createUnionType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { InvalidInput, NotFound } from "../../platform/graphql/user-error.ts";
import { SendGridAccountResult } from "../destinations/sendgrid-account.graphql.ts";
import { MatchInput } from "./match.graphql.ts";
import type { PreflightWarning as Warning } from "./preflight-warning.ts";
import { SuppressionKind } from "./suppression-kind.ts";

@InputType({ description: "An export as it is going to be saved. What is not chosen yet is left out." })
export class ExportDraftInput {
  @Field(() => ID, { nullable: true, description: "The saved export that is being changed." })
  exportId?: string | null;
  @Field(() => ID, { nullable: true }) destinationId?: string | null;
  @Field(() => ID, { nullable: true }) listId?: string | null;
  @Field(() => [MatchInput]) matching!: MatchInput[];
  @Field(() => [ID]) segmentIds!: string[];
  @Field(() => [SuppressionKind], { nullable: true }) suppressions?: SuppressionKind[] | null;
  @Field(() => [Int], { nullable: true }) suppressionGroupIds?: number[] | null;
}

@InputType({ description: "A saved export, or one that is being made. Exactly one of the two." })
export class ExportPreflightInput {
  @Field(() => ID, { nullable: true }) exportId?: string | null;
  @Field(() => ExportDraftInput, { nullable: true }) draft?: ExportDraftInput | null;
}

@ObjectType({
  description: `Something to know before an export is saved or run. \`code\` is stable:
\`segment-not-found\`, \`segment-failed\`, \`segments-building\`, \`nobody-selected\`, \`many-profiles\`, \`matching-incomplete\`,
\`profile-fields-gone\`, \`matching-outdated\`, \`list-gone\`, \`over-contract\`, \`over-contract-if-all-new\`,
\`suppressions-unreadable\`, \`suppression-group-not-found\`, \`identifier-not-filled\`.`,
})
export class PreflightWarning implements Warning {
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
  @Field(() => Boolean, { description: "A run that began now would fail, or could reach nobody." })
  isBlocking!: boolean;
  @Field(() => Int, { nullable: true, description: "People or contacts it is about." }) count!: number | null;
  @Field(() => Int, { nullable: true, description: "What `count` is measured by." }) limit!: number | null;
  @Field(() => [String], { description: "SendGrid fields it is about." }) targets!: readonly string[];
}

@ObjectType({
  description:
    "What to know of an export before it is saved or run. It answers within seconds: where SendGrid does not, it has all but the account.",
})
export class ExportPreflight {
  @Field(() => Int, {
    description: "People in the segments, each counted once. Each becomes one contact at most.",
  })
  selectedCount!: number;
  @Field(() => Boolean, {
    description:
      "They are that many at most: telling who is in more than one segment would have taken too long.",
  })
  isUpperBound!: boolean;
  @Field(() => Int, {
    nullable: true,
    description:
      "Those of them whom this export has not put on its list yet; null where counting them would have taken too long.",
  })
  newCount!: number | null;
  @Field(() => SendGridAccountResult, {
    nullable: true,
    description: "Null while no destination is chosen. Where it is no account, its warnings are missing too.",
  })
  account!: typeof SendGridAccountResult | null;
  @Field(() => Int, {
    nullable: true,
    description: "Contacts on the list now; null where that is not known.",
  })
  listContactCount!: number | null;
  @Field(() => [PreflightWarning]) warnings!: readonly Warning[];
}

export const ExportPreflightResult = createUnionType({
  name: "ExportPreflightResult",
  types: () => [ExportPreflight, InvalidInput, NotFound] as const,
  resolveType: (value: object) =>
    value instanceof InvalidInput || value instanceof NotFound
      ? value.constructor.name
      : ExportPreflight.name,
});
