import {
  type Account,
  type ContactCounts,
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
  readonly counts: ContactCounts;
  /** Null where the key may not ask: one made for marketing alone may not. */
  readonly type: Account["type"] | null;
};

export type CheckAccountFailure =
  | SendGridFailure
  | { readonly code: "scopes-missing"; readonly missingScopes: readonly string[] };

const ACCOUNT_SCOPE = "user.account.read";

/** Asks SendGrid whether the key will do: what it may, how full the account is, and whether it is a paid one. */
export async function checkAccount(
  client: SendGridClient,
): Promise<Result<CheckedAccount, CheckAccountFailure>> {
  const scopes = await client.scopes();
  if (!scopes.ok) return scopes;
  const missing = missingScopes(scopes.value);
  if (missing.length > 0) return fail({ code: "scopes-missing", missingScopes: missing });
  const mayAsk = scopes.value.includes(ACCOUNT_SCOPE);
  const [counts, account] = await Promise.all([
    client.contactCounts(),
    mayAsk ? client.account() : ok({ type: null }),
  ]);
  if (!counts.ok) return counts;
  if (!account.ok) return account;
  return ok({ scopes: scopes.value, counts: counts.value, type: account.value.type });
}
