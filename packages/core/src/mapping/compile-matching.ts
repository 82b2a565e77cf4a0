/**
 * Data matching at work: a profile's attributes become a contact, checked and serialised in one pass.
 *
 * Reads  : a matching that `checkMatching` has passed, the fields SendGrid has, attributes.
 * Writes : nothing. Pure.
 * Used by: runs (`compileMatching`) and previews (`matchedValues`), on the same rules underneath.
 */
import type { PreparedContact } from "../contact/contact.ts";
import type { Rejection } from "../contact/rejection.ts";
import type { TargetField } from "../contact/target-field.ts";
import { utf8Length, wireJson } from "../contact/wire-json.ts";
import { type ToWire, wireRule } from "../contact/wire-value.ts";
import { fail, ok, type Result } from "../result.ts";
import type { Attributes, Match } from "./data-matching.ts";
import { type ReadMatch, readMatch } from "./read-match.ts";

type CompiledMatch = {
  readonly target: TargetField;
  readonly read: ReadMatch;
  readonly toWire: ToWire;
  /** `"first_name":` */
  readonly key: string;
};

/** Makes the function that turns attributes into a contact. Make it once for a run: it is what a run spends its time in. */
export function compileMatching(
  matching: readonly Match[],
  targets: readonly TargetField[],
): (attributes: Attributes) => Result<PreparedContact, Rejection> {
  const matches = matching.map((match) => compileMatch(match, targets));
  const email = matches.find((match) => match.target.id === "email");
  const own = matches.filter((match) => match !== email && !match.target.custom);
  const custom = matches.filter((match) => match.target.custom);

  return (attributes) => {
    const address = email ? email.toWire(email.read(attributes)) : EMAIL_NOT_MATCHED;
    if (!address.ok) return address;
    const ownJson = members(own, attributes);
    if (!ownJson.ok) return ownJson;
    const customJson = members(custom, attributes);
    if (!customJson.ok) return customJson;

    const customFields = customJson.value === "" ? "" : `,"custom_fields":{${customJson.value.slice(1)}}`;
    const json = `{"email":${wireJson(address.value as string)}${ownJson.value}${customFields}}`;
    return ok({ email: address.value as string, json, bytes: utf8Length(json) });
  };
}

/** What one match makes of one profile: the value as SendGrid would get it, or null, and what is wrong with it. */
export type MatchedValue = {
  readonly target: string;
  readonly value: string | null;
  readonly problem: Rejection | null;
};

/** Makes the function that shows each match's value apart, in the order of the matching, for a preview. */
export function matchedValues(
  matching: readonly Match[],
  targets: readonly TargetField[],
): (attributes: Attributes) => readonly MatchedValue[] {
  const matches = matching.map((match) => compileMatch(match, targets));
  return (attributes) =>
    matches.map(({ target, read, toWire }) => {
      const raw = read(attributes);
      const wire = toWire(raw);
      if (!wire.ok) return { target: target.id, value: shown(raw), problem: wire.failure };
      return { target: target.id, value: shown(wire.value), problem: null };
    });
}

const shown = (value: unknown) =>
  value === null || value === undefined || typeof value === "object" ? null : String(value);

function members(matches: readonly CompiledMatch[], attributes: Attributes): Result<string, Rejection> {
  let json = "";
  for (const match of matches) {
    const wire = match.toWire(match.read(attributes));
    if (!wire.ok) return wire;
    if (wire.value !== null) json += `,${match.key}${wireJson(wire.value)}`;
  }
  return ok(json);
}

function compileMatch(match: Match, targets: readonly TargetField[]): CompiledMatch {
  const target = targets.find((field) => field.id === match.target);
  if (!target) throw new Error(`No SendGrid field ${match.target}: checkMatching comes first.`);
  return { target, read: readMatch(match), toWire: wireRule(target), key: `${JSON.stringify(target.id)}:` };
}

const EMAIL_NOT_MATCHED: Result<never, Rejection> = fail({
  code: "email-missing",
  field: "email",
  message: "No profile field is matched to Email.",
});
