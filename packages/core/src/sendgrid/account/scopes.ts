/**
 * What a key must be allowed to do.
 *
 * SendGrid does not document which scope gates which contacts operation. A key with "Marketing: Full Access"
 * and a full-access key both have this one, a key for sending mail has not; anything finer would refuse keys
 * that work. The real test is the first call, which a 403 answers.
 *
 * @see https://www.twilio.com/docs/sendgrid/ui/account-and-settings/teammate-permissions
 */
export const REQUIRED_SCOPES = ["marketing.read"] as const;

/** Required scopes that are not among these; none means the key will do. */
export function missingScopes(scopes: readonly string[]): readonly string[] {
  return REQUIRED_SCOPES.filter((scope) => !scopes.includes(scope));
}
