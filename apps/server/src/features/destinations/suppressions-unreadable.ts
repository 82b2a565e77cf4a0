/** Marketing scopes do not include these. */
export const SUPPRESSION_SCOPES = [
  "suppression.read",
  "asm.groups.read",
  "asm.groups.suppressions.read",
] as const;

/** What happened and what to do. */
export const SUPPRESSIONS_UNREADABLE = `The API key may not read who has unsubscribed or bounced. Give it the scopes ${SUPPRESSION_SCOPES.join(", ")} in SendGrid (Suppressions: Read Access), or leave out nobody.`;
