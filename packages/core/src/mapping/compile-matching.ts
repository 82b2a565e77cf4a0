/**
 * Data matching at work: a profile's attributes become a contact, checked and serialised in one pass.
 *
 * Reads  : a matching that `checkMatching` has passed, the fields SendGrid has, attributes.
 * Writes : nothing. Pure.
 * Used by: runs (`compileMatching`) and previews (`matchedValues`), on the same rules underneath.
 */
import type { PreparedContact } from "../contact/contact.ts";
import { canBeCleared } from "../contact/identifiers.ts";
import type { Rejection } from "../contact/rejection.ts";
import { spelling } from "../contact/spelling.ts";
import type { TargetField } from "../contact/target-field.ts";
import { extraBytes, inOnePiece, NEEDS_ESCAPE, plainExtraBytes } from "../contact/wire-json.ts";
import { emailRule, type Person, type ToWire, wireRule } from "../contact/wire-value.ts";
import { ok, type Result } from "../result.ts";
import type { Attributes, Match } from "./data-matching.ts";
import { type ReadMatch, readMatch } from "./read-match.ts";

/**
 * What these rules make of attributes is kept as a hash with everybody who was delivered. Raise it with every change that
 * makes another contact of the same attributes: everybody is then looked at again, and only who did change is sent.
 */
export const MATCHING_RULES_VERSION = 1;

type CompiledMatch = {
  readonly target: TargetField;
  readonly read: ReadMatch;
  readonly toWire: ToWire;
};

/** A profile's contact, or why it has none and the address that it would have gone to, where that one is sound. */
export type MatchedContact =
  | { readonly ok: true; readonly value: PreparedContact }
  /** `email` is personal data: it tells who is meant, and is neither stored nor logged. */
  | { readonly ok: false; readonly failure: Rejection; readonly email: string | null };

/** Makes the function that turns attributes into a contact. Make it once for a run: it is what a run spends its time in. */
export function compileMatching(
  matching: readonly Match[],
  targets: readonly TargetField[],
): (attributes: Attributes) => MatchedContact {
  const { matches, personOf } = compile(matching, targets);
  const email = matches.find(({ target }) => target.id === "email");
  if (!email) return () => EMAIL_NOT_MATCHED;
  const members = inWireOrder(matches.filter((match) => match !== email)).map(asMember);

  return (attributes) => {
    const address = emailRule(email.read(attributes));
    if (!address.ok) return { ok: false, failure: address.failure, email: null };
    const person = personOf(attributes, address.value);
    let json = `{"email":"${address.value}"`; // ASCII, and nothing in it to escape
    let extra = 0;
    let isCustomOpen = false;

    for (const member of members) {
      const wire = member.toWire(member.read(attributes), person);
      if (!wire.ok) return { ok: false, failure: wire.failure, email: address.value };
      const value = wire.value;
      if (value === null) continue;
      const key = isCustomOpen || !member.target.custom ? member.key : member.openingKey;
      isCustomOpen = member.target.custom;
      extra += member.keyExtraBytes;
      if (typeof value === "number") {
        json += key + value;
        continue;
      }
      const plainExtra = typeof value === "string" ? plainExtraBytes(value) : NEEDS_ESCAPE;
      if (plainExtra === NEEDS_ESCAPE) {
        const escaped = JSON.stringify(value);
        json += key + escaped;
        extra += extraBytes(escaped);
      } else {
        json += `${key}"${value}"`;
        extra += plainExtra;
      }
    }
    json = inOnePiece(json + (isCustomOpen ? "}}" : "}"));
    return { ok: true, value: { email: address.value, json, bytes: json.length + extra } };
  };
}

/** Custom fields last: in JSON they are one member together. */
const inWireOrder = (matches: readonly CompiledMatch[]) =>
  matches.toSorted((a, b) => Number(a.target.custom) - Number(b.target.custom));

function asMember(match: CompiledMatch) {
  const key = `${JSON.stringify(match.target.id)}:`;
  return {
    ...match,
    key: `,${key}`,
    /** In place of `key` where the first custom field of a contact opens their member. */
    openingKey: `,"custom_fields":{${key}`,
    keyExtraBytes: extraBytes(key),
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
  const { matches, personOf } = compile(matching, targets);
  const emailMatch = matches.find(({ target }) => target.id === "email");
  return (attributes) => {
    const address = emailMatch ? emailRule(emailMatch.read(attributes)) : null;
    const person = personOf(attributes, address?.ok ? address.value : null);
    return matches.map(({ target, read, toWire }) => {
      const raw = read(attributes);
      const wire = toWire(raw, person);
      if (!wire.ok) return { target: target.id, value: shown(raw), problem: wire.failure };
      return { target: target.id, value: shown(wire.value), problem: null };
    });
  };
}

const shown = (value: unknown) => {
  if (Array.isArray(value)) return value.join(", ");
  return value === null || value === undefined || typeof value === "object" ? null : String(value);
};

function compile(matching: readonly Match[], targets: readonly TargetField[]) {
  const matches = matching.map((match): CompiledMatch => {
    const target = targets.find((field) => field.id === match.target);
    if (!target) throw new Error(`No SendGrid field ${match.target}: checkMatching comes first.`);
    const toWire = wireRule(target, spelling());
    const clears = match.whenEmpty === "clear" && canBeCleared(target);
    return { target, read: readMatch(match), toWire: clears ? clearing(toWire) : toWire };
  });
  return { matches, personOf: personReader(matches) };
}

/** The same rule, but `""`, which clears what SendGrid has, where there is nothing. */
function clearing(toWire: ToWire): ToWire {
  return (attribute, person) => {
    const wire = toWire(attribute, person);
    return wire.ok && wire.value === null ? CLEARED : wire;
  };
}

const CLEARED: Result<string, never> = ok("");

/** The country is looked up once for each contact, and only where another field is read by it. */
function personReader(
  matches: readonly CompiledMatch[],
): (attributes: Attributes, email: string | null) => Person {
  const country = matches.find(({ target }) => target.id === "country");
  const isNeeded = matches.some(({ target }) => READ_BY_COUNTRY.includes(target.id));
  if (!country || !isNeeded) return (_, email) => ({ email, countryCode: null });
  const { countryCode } = spelling();
  return (attributes, email) => {
    const written = country.read(attributes);
    const isWritten = typeof written === "string" || typeof written === "number";
    return { email, countryCode: isWritten ? countryCode(String(written)) : null };
  };
}

const READ_BY_COUNTRY: readonly string[] = ["phone_number_id", "state_province_region"];

const EMAIL_NOT_MATCHED: MatchedContact = {
  ok: false,
  failure: { code: "email-missing", field: "email", message: "No profile field is matched to Email." },
  email: null,
};
