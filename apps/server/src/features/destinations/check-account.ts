import {
  fail,
  missingScopes,
  ok,
  type Result,
  type SendGridClient,
  type SendGridFailure,
} from "@keruen/core";

export type CheckedAccount = {
  /** Everything the key may do, in SendGrid's words. */
  readonly scopes: readonly string[];
  readonly contactCount: number;
};

export type CheckAccountFailure =
  | SendGridFailure
  | { readonly code: "scopes-missing"; readonly missingScopes: readonly string[] };

/** Asks SendGrid whether the key will do: what it may, and one read of the marketing contacts. */
export async function checkAccount(
  client: SendGridClient,
): Promise<Result<CheckedAccount, CheckAccountFailure>> {
  const scopes = await client.scopes();
  if (!scopes.ok) return scopes;
  const missing = missingScopes(scopes.value);
  if (missing.length > 0) return fail({ code: "scopes-missing", missingScopes: missing });
  const counts = await client.contactCounts();
  return counts.ok ? ok({ scopes: scopes.value, contactCount: counts.value.contacts }) : counts;
}
