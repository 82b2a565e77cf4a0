/**
 * Why SendGrid did not do what we asked, as a person can act on it.
 *
 * Reads  : core's failures.
 * Writes : nothing.
 * Used by: every resolver whose answer depends on SendGrid.
 */
import { isRetryable, REQUIRED_SCOPES } from "@keruen/core";
import { Field, ObjectType, registerEnumType } from "type-graphql";
import { UserError } from "../../platform/graphql/user-error.ts";
import type { CheckAccountFailure } from "./check-account.ts";

export const ApiKeyProblem = {
  MALFORMED: "MALFORMED",
  UNAUTHORIZED: "UNAUTHORIZED",
  MISSING_SCOPES: "MISSING_SCOPES",
  OTHER_ACCOUNT: "OTHER_ACCOUNT",
  ACCOUNT_UNKNOWN: "ACCOUNT_UNKNOWN",
} as const;
export type ApiKeyProblem = keyof typeof ApiKeyProblem;
registerEnumType(ApiKeyProblem, {
  name: "ApiKeyProblem",
  valuesConfig: {
    MALFORMED: { description: "Not of the shape SG.xxx.yyy, 69 characters." },
    UNAUTHORIZED: {
      description: "SendGrid does not know it: wrong, expired, revoked, or of another region.",
    },
    MISSING_SCOPES: { description: "It lacks marketing rights." },
    OTHER_ACCOUNT: {
      description: "It works, but opens an account that has none of the destination's lists.",
    },
    ACCOUNT_UNKNOWN: {
      description:
        "It works, but the old key does not, and no list that the destination has written to is there: SendGrid cannot tell whether the account is the same. It is taken with `isSameAccount`.",
    },
  },
});

const ADVICE: Record<ApiKeyProblem, string> = {
  MALFORMED: "This is not a SendGrid API key: those are 69 characters, SG.xxx.yyy. Copy it whole.",
  UNAUTHORIZED:
    "SendGrid does not know this key: it is wrong, expired, revoked, or of another region. Create a new one there.",
  MISSING_SCOPES:
    "This key lacks marketing rights. Give it Marketing: Full Access in SendGrid, or create one that has it.",
  OTHER_ACCOUNT:
    "This key opens another SendGrid account: none of the destination's lists is there. Take a key of the same account, or set up a destination for the other one.",
  ACCOUNT_UNKNOWN:
    "SendGrid cannot tell whether this key opens the same account: the old key does not work any more, and none of the destination's lists is there. If you know that it is the same account, say so.",
};

@ObjectType({ implements: UserError })
export class ApiKeyRefused extends UserError {
  override code = "api-key-refused";
  @Field(() => ApiKeyProblem) problem: ApiKeyProblem;
  @Field(() => [String]) missingScopes: readonly string[];
  constructor(problem: ApiKeyProblem, missingScopes: readonly string[] = []) {
    super();
    this.problem = problem;
    this.message = ADVICE[problem];
    this.missingScopes = missingScopes;
  }
}

@ObjectType({
  implements: UserError,
  description: "The destination's key was sealed with a key file that is not here. SendGrid was not asked.",
})
export class ApiKeyUnreadable extends UserError {
  override code = "key-unreadable";
  override message =
    "The API key can no longer be opened: the key file is another one. Give the destination its key again.";
}

@ObjectType({
  implements: UserError,
  description: "SendGrid did not answer, or not in time. Try again.",
})
export class SendGridUnavailable extends UserError {
  override code = "sendgrid-unavailable";
  constructor(message: string) {
    super();
    this.message = message;
  }
}

/** The answer to the caller for a failure that says nothing about what the caller sent. */
export function refusalOf(failure: CheckAccountFailure): ApiKeyRefused | SendGridUnavailable {
  if (failure.code === "scopes-missing") return new ApiKeyRefused("MISSING_SCOPES", failure.missingScopes);
  if (failure.code === "unauthorized") return new ApiKeyRefused("UNAUTHORIZED");
  if (failure.code === "forbidden") return new ApiKeyRefused("MISSING_SCOPES", REQUIRED_SCOPES);
  if (failure.code === "rate-limited")
    return new SendGridUnavailable("SendGrid takes no more requests for now. Try again in a minute.");
  if (isRetryable(failure) || failure.code === "canceled")
    return new SendGridUnavailable("SendGrid did not answer, or not in time. Try again.");
  return new SendGridUnavailable("SendGrid did not take the request. Try again.");
}
