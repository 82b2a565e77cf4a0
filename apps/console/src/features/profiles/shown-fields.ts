import type { ProfileField } from "./profile.graphql.ts";

/** The fields a table has room for: the e-mail address, then those that SendGrid knows, then the rest in their order. */
export function shownFields(fields: readonly ProfileField[], count: number): readonly ProfileField[] {
  const rank = (field: ProfileField) => (field.looksLikeEmail ? 0 : field.suggestedFor ? 1 : 2);
  return [...fields].sort((one, other) => rank(one) - rank(other)).slice(0, count);
}
