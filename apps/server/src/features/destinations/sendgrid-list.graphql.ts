import type { SendGridFailure } from "@keruen/core";
import { createUnionType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { InvalidInput, NotFound, UserError } from "../../platform/graphql/user-error.ts";
import { SendGridAccessInput } from "./sendgrid-access.graphql.ts";
import { ApiKeyRefused, ApiKeyUnreadable, SendGridUnavailable } from "./sendgrid-refusal.graphql.ts";

@ObjectType()
export class SendGridListRef {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
}

@ObjectType()
export class SendGridList {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => Int) contactCount!: number;
}

@ObjectType()
export class SendGridLists {
  @Field(() => [SendGridList]) lists: readonly SendGridList[];
  constructor(lists: readonly SendGridList[]) {
    this.lists = lists;
  }
}

@InputType()
export class CreateSendGridListInput {
  @Field(() => SendGridAccessInput) access!: SendGridAccessInput;
  @Field(() => String) name!: string;
}

export const SendGridListsResult = createUnionType({
  name: "SendGridListsResult",
  types: () =>
    [SendGridLists, ApiKeyRefused, ApiKeyUnreadable, InvalidInput, NotFound, SendGridUnavailable] as const,
  resolveType: (value: object) => value.constructor.name,
});

export const CreateSendGridListResult = createUnionType({
  name: "CreateSendGridListResult",
  types: () =>
    [SendGridList, ApiKeyRefused, ApiKeyUnreadable, InvalidInput, NotFound, SendGridUnavailable] as const,
  resolveType: (value: object) => (value instanceof UserError ? value.constructor.name : SendGridList.name),
});

/** SendGrid's own words about the name of a list. */
export const invalidListName = (failure: SendGridFailure & { code: "rejected" }): InvalidInput =>
  new InvalidInput([
    {
      path: "name",
      code: "refused-by-sendgrid",
      message: failure.errors[0]?.message ?? "SendGrid does not take this name.",
    },
  ]);
