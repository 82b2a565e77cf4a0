import { createUnionType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { InvalidInput, NotFound, UserError } from "../../platform/graphql/user-error.ts";
import { User } from "../access/user.graphql.ts";
import { RunsInProgress } from "../export-runs/export-run.graphql.ts";
import { DestinationState } from "./destination-state.ts";
import { SendGridListRef } from "./sendgrid-list.graphql.ts";
import { ApiKeyRefused, ApiKeyUnreadable, SendGridUnavailable } from "./sendgrid-refusal.graphql.ts";
import { SendGridRegion } from "./sendgrid-region.graphql.ts";

@ObjectType({ description: "Who agreed to which text, when. Kept for good." })
export class Consent {
  @Field(() => Date) agreedAt!: Date;
  @Field(() => String) textVersion!: string;
  @Field(() => User) user!: User;
}

@ObjectType()
export class Destination {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => DestinationState) state!: DestinationState;
  @Field(() => SendGridRegion) region!: SendGridRegion;
  @Field(() => String, {
    description:
      "The API key's public middle part, so that it can be found in SendGrid. The key itself never comes back.",
  })
  apiKeyId!: string;
  @Field(() => SendGridListRef, { nullable: true, description: "The list offered first to a new export." })
  defaultList!: SendGridListRef | null;
  @Field(() => Int, {
    nullable: true,
    description:
      "How many contacts the SendGrid contract allows, as somebody has told: SendGrid itself does not say. Null: not known.",
  })
  contactLimit!: number | null;
  @Field(() => Consent) consent!: Consent;
  @Field(() => User, { nullable: true }) exportUser!: User | null;
  @Field(() => Int) exportCount!: number;
  @Field(() => Date) createdAt!: Date;
}

export const DestinationConnection = connectionOf("Destination", () => Destination);

@InputType()
export class CreateDestinationInput {
  @Field(() => String) name!: string;
  @Field(() => String) apiKey!: string;
  @Field(() => SendGridRegion, { nullable: true, description: "GLOBAL unless told otherwise." })
  region?: SendGridRegion | null;
  @Field(() => ID, { nullable: true, description: "The list offered first to a new export." })
  listId?: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "How many contacts the SendGrid contract allows. Null: not known.",
  })
  contactLimit?: number | null;
  @Field(() => Boolean, { description: "True: I agree to the text of this version." }) consent!: boolean;
  @Field(() => String) consentTextVersion!: string;
}

@InputType({ description: "What is left out stays as it is." })
export class UpdateDestinationInput {
  @Field(() => ID) id!: string;
  @Field(() => String, { nullable: true }) name?: string | null;
  @Field(() => ID, { nullable: true, description: "The list offered first to a new export. Null: none." })
  listId?: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "How many contacts the SendGrid contract allows. Null: not known.",
  })
  contactLimit?: number | null;
  @Field(() => String, {
    nullable: true,
    description:
      "A new key of the same account and region, tried before it is kept. The old one is destroyed; runs under way go on with the new one.",
  })
  apiKey?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      "You know that the new key opens the same account. Counts only where SendGrid cannot tell (`ACCOUNT_UNKNOWN`), and is kept in the audit log.",
  })
  isSameAccount?: boolean | null;
}

@ObjectType({ implements: UserError })
export class ConsentRequired extends UserError {
  override code = "consent-required";
  override message = "Nothing is connected without agreeing to the text on data privacy and compliance.";
}

@ObjectType()
export class DestinationRemoved {
  @Field(() => ID) id: string;
  @Field(() => Int) removedExports: number;
  constructor(id: string, removedExports: number) {
    this.id = id;
    this.removedExports = removedExports;
  }
}

const nameOf = (value: object) => (value instanceof UserError ? value.constructor.name : Destination.name);

export const CreateDestinationResult = createUnionType({
  name: "CreateDestinationResult",
  types: () => [Destination, InvalidInput, ConsentRequired, ApiKeyRefused, SendGridUnavailable] as const,
  resolveType: nameOf,
});

export const UpdateDestinationResult = createUnionType({
  name: "UpdateDestinationResult",
  types: () =>
    [Destination, InvalidInput, NotFound, ApiKeyRefused, ApiKeyUnreadable, SendGridUnavailable] as const,
  resolveType: nameOf,
});

export const BecomeExportUserResult = createUnionType({
  name: "BecomeExportUserResult",
  types: () => [Destination, NotFound] as const,
  resolveType: nameOf,
});

export const RemoveDestinationResult = createUnionType({
  name: "RemoveDestinationResult",
  types: () => [DestinationRemoved, NotFound, RunsInProgress] as const,
  resolveType: (value: object) => value.constructor.name,
});
