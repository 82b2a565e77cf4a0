import { RESERVED_FIELDS, type TargetField } from "../contact/target-field.ts";
import type { Match } from "../mapping/data-matching.ts";

/** SendGrid's own fields and one custom field of each type: `e1_T`, `e2_N`, `e3_D`. */
export const someTargets: readonly TargetField[] = [
  ...RESERVED_FIELDS,
  { id: "e1_T", name: "loyalty_tier", type: "text", custom: true, maxLength: 1_000 },
  { id: "e2_N", name: "points", type: "number", custom: true, maxLength: null },
  { id: "e3_D", name: "joined_on", type: "date", custom: true, maxLength: null },
];

/** `{ email: "mail" }` → a matching that fills `email` from the profile field `mail`. */
export function aMatching(fields: Readonly<Record<string, string>>): readonly Match[] {
  return Object.entries(fields).map(([target, value]) => ({ target, kind: "field", value }));
}
