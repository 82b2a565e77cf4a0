import type { NewField } from "@keruen/core";
import { createUnionType, Field, InputType, registerEnumType } from "type-graphql";
import { InvalidInput, NotFound, UserError } from "../../platform/graphql/user-error.ts";
import type { CreateSendGridField } from "./create-sendgrid-field.ts";
import { accessRefusalOf, SendGridAccessInput } from "./sendgrid-access.graphql.ts";
import { SendGridField } from "./sendgrid-field.graphql.ts";
import {
  ApiKeyRefused,
  ApiKeyUnreadable,
  refusalOf,
  SendGridUnavailable,
} from "./sendgrid-refusal.graphql.ts";

const CustomFieldType = { TEXT: "text", NUMBER: "number", DATE: "date" } as const satisfies Record<
  string,
  NewField["type"]
>;
registerEnumType(CustomFieldType, { name: "CustomFieldType" });

@InputType()
export class CreateSendGridFieldInput {
  @Field(() => SendGridAccessInput) access!: SendGridAccessInput;
  @Field(() => String, {
    description:
      "1 to 100 Latin letters, digits and underscores, no digit first; unlike all others, case aside.",
  })
  name!: string;
  @Field(() => CustomFieldType) type!: NewField["type"];
}

export const CreateSendGridFieldResult = createUnionType({
  name: "CreateSendGridFieldResult",
  types: () =>
    [SendGridField, ApiKeyRefused, ApiKeyUnreadable, InvalidInput, NotFound, SendGridUnavailable] as const,
  resolveType: (value: object) => (value instanceof UserError ? value.constructor.name : SendGridField.name),
});

type Created = Awaited<ReturnType<CreateSendGridField["execute"]>>;
type CreateFailure = Extract<Created, { ok: false }>["failure"];

/** The answer to the caller where no field was made, or none that can be used yet. */
export function fieldRefusalOf(
  failure: CreateFailure,
): Exclude<typeof CreateSendGridFieldResult, SendGridField> {
  switch (failure.code) {
    case "access-ambiguous":
    case "destination-not-found":
    case "api-key-malformed":
    case "key-unreadable":
      return accessRefusalOf(failure);
    case "name-malformed":
      return invalidName(failure.code, "Use 1 to 100 Latin letters, digits and underscores, no digit first.");
    case "name-reserved":
      return invalidName(failure.code, "SendGrid has a field of its own by this name. Choose another.");
    case "name-taken":
      return invalidName(
        failure.code,
        "The account has a custom field by this name. Use it, or choose another.",
      );
    case "too-many-fields":
      return invalidName(failure.code, "The account has 500 custom fields, which is all SendGrid allows.");
    case "rejected":
      return invalidName(
        "refused-by-sendgrid",
        failure.errors[0]?.message ?? "SendGrid does not take this field.",
      );
    case "not-usable-yet":
      return new SendGridUnavailable(
        "SendGrid has made the field but does not list it yet. Try in a minute.",
      );
    default:
      return refusalOf(failure);
  }
}

const invalidName = (code: string, message: string) => new InvalidInput([{ path: "name", code, message }]);
