import { unreachable } from "@keruen/core";
import { Field, ID, InputType } from "type-graphql";
import { InvalidInput, NotFound } from "../../platform/graphql/user-error.ts";
import type { OpenAccessFailure } from "./open-access.ts";
import type { OpenDestinationFailure } from "./open-send-grid.ts";
import { ApiKeyRefused, ApiKeyUnreadable } from "./sendgrid-refusal.graphql.ts";
import { SendGridRegion } from "./sendgrid-region.graphql.ts";

@InputType({
  description:
    "A SendGrid account, by a saved destination or by a key that is not saved yet. Exactly one of the two.",
})
export class SendGridAccessInput {
  @Field(() => ID, { nullable: true }) destinationId?: string | null;
  @Field(() => String, { nullable: true }) apiKey?: string | null;
  @Field(() => SendGridRegion, {
    nullable: true,
    description: "Where that key works; GLOBAL unless told otherwise. A saved destination has its own.",
  })
  region?: SendGridRegion | null;
}

/** The answer to the caller where no account could be opened. */
export function accessRefusalOf(
  failure: OpenAccessFailure,
): ApiKeyRefused | ApiKeyUnreadable | InvalidInput | NotFound {
  switch (failure.code) {
    case "access-ambiguous":
      return new InvalidInput([
        {
          path: "access",
          code: failure.code,
          message: "Give either the id of a destination or an API key, and not both.",
        },
      ]);
    case "destination-not-found":
    case "key-unreadable":
      return unopenedOf(failure);
    case "api-key-malformed":
      return new ApiKeyRefused("MALFORMED");
    default:
      return unreachable(failure);
  }
}

/** The same for a destination that was asked for by its id. */
export const unopenedOf = (failure: OpenDestinationFailure): ApiKeyUnreadable | NotFound =>
  failure.code === "key-unreadable" ? new ApiKeyUnreadable() : new NotFound(failure.id);
