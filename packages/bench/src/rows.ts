/**
 * Made-up profiles as rows to upload: seven of SendGrid's own fields and three custom ones.
 *
 * Reads  : profiles.
 * Writes : nothing.
 * Used by: every bench.
 */
import { compileMatching, type Match, RESERVED_FIELDS, type Row, type TargetField } from "@keruen/core";
import type { Profile } from "./profiles.ts";

/** The custom ones are those of a new simulator. */
const TARGETS: readonly TargetField[] = [
  ...RESERVED_FIELDS,
  { id: "e1_T", name: "loyalty_tier", type: "text", custom: true, maxLength: 1_000 },
  { id: "e2_N", name: "points", type: "number", custom: true, maxLength: null },
  { id: "e3_D", name: "joined_on", type: "date", custom: true, maxLength: null },
];

const MATCHING: readonly Match[] = Object.entries({
  email: "Email",
  first_name: "FirstName",
  last_name: "LastName",
  country: "Country",
  state_province_region: "Region",
  city: "City",
  postal_code: "PostalCode",
  e1_T: "Tier",
  e2_N: "Points",
  e3_D: "Joined",
}).map(([target, value]) => ({ target, kind: "field", value }));

export function* rows(profiles: Iterable<Profile>): Generator<Row> {
  const prepare = compileMatching(MATCHING, TARGETS);
  for (const { id, attributes } of profiles) {
    const contact = prepare(attributes);
    yield contact.ok
      ? { profileId: id, prepared: contact.value }
      : { profileId: id, rejection: contact.failure };
  }
}
