import { createUnionType, Field, Int, ObjectType } from "type-graphql";
import { NotFound, UserError } from "../../platform/graphql/user-error.ts";
import { ApiKeyRefused, ApiKeyUnreadable, SendGridUnavailable } from "./sendgrid-refusal.graphql.ts";
import { SUPPRESSION_SCOPES, SUPPRESSIONS_UNREADABLE } from "./suppressions-unreadable.ts";

@ObjectType({ description: "Messages that people can unsubscribe from without leaving everything." })
export class SendGridSuppressionGroup {
  @Field(() => Int) id!: number;
  @Field(() => String) name!: string;
  @Field(() => Int, { description: "People who have unsubscribed from it." }) unsubscribes!: number;
}

@ObjectType()
export class SendGridSuppressionGroups {
  @Field(() => [SendGridSuppressionGroup]) groups: readonly SendGridSuppressionGroup[];
  constructor(groups: readonly SendGridSuppressionGroup[]) {
    this.groups = groups;
  }
}

@ObjectType({ implements: UserError, description: "The key may do marketing, but not read suppressions." })
export class SuppressionsUnreadable extends UserError {
  override code = "suppressions-unreadable";
  override message = SUPPRESSIONS_UNREADABLE;
  @Field(() => [String], { description: "What to give it in SendGrid." }) missingScopes: readonly string[] =
    SUPPRESSION_SCOPES;
}

export const SendGridSuppressionGroupsResult = createUnionType({
  name: "SendGridSuppressionGroupsResult",
  types: () =>
    [
      SendGridSuppressionGroups,
      SuppressionsUnreadable,
      ApiKeyRefused,
      ApiKeyUnreadable,
      NotFound,
      SendGridUnavailable,
    ] as const,
  resolveType: (value: object) => value.constructor.name,
});
