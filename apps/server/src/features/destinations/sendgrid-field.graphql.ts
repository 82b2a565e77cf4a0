import type { TargetField } from "@keruen/core";
import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { NotFound } from "../../platform/graphql/user-error.ts";
import { ApiKeyRefused, ApiKeyUnreadable, SendGridUnavailable } from "./sendgrid-refusal.graphql.ts";

const SendGridFieldType = {
  TEXT: "text",
  TEXT_LIST: "text-list",
  NUMBER: "number",
  DATE: "date",
} as const satisfies Record<string, TargetField["type"]>;
registerEnumType(SendGridFieldType, { name: "SendGridFieldType" });

@ObjectType({
  description:
    "`id` is what a data matching names: `email`, `first_name`, … for SendGrid's own, e.g. `e1_T` for custom ones.",
})
export class SendGridField implements TargetField {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => SendGridFieldType) type!: TargetField["type"];
  @Field(() => Boolean) custom!: boolean;
  @Field(() => Int, { nullable: true }) maxLength!: number | null;
}

@ObjectType()
export class SendGridFields {
  @Field(() => [SendGridField]) fields: readonly SendGridField[];
  constructor(fields: readonly SendGridField[]) {
    this.fields = fields;
  }
}

export const SendGridFieldsResult = createUnionType({
  name: "SendGridFieldsResult",
  types: () => [SendGridFields, ApiKeyRefused, ApiKeyUnreadable, NotFound, SendGridUnavailable] as const,
  resolveType: (value: object) => value.constructor.name,
});
