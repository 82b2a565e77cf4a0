/**
 * A first data matching, guessed by the fields' names, for a person to correct.
 *
 * Reads  : names of profile fields, the fields SendGrid has.
 * Writes : nothing. Pure.
 * Used by: the console's matching form, the server's `profileFields`.
 */
import type { TargetField } from "../contact/target-field.ts";
import type { Match } from "./data-matching.ts";
import { FIELD_NAMES } from "./field-names.ts";

/** Case, blanks, punctuation and the letters that keyboards confuse aside: `E-Mail Address` is `email_address`. */
const key = (name: string) =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replaceAll("ı", "i")
    .replaceAll("ё", "е");

type Guess = { readonly target: string; readonly rank: number };

const GUESSES: ReadonlyMap<string, Guess> = new Map(
  Object.entries(FIELD_NAMES).flatMap(([target, names]) =>
    [target, ...names].map((name, rank): [string, Guess] => [key(name), { target, rank }]),
  ),
);

/** The SendGrid field of its own that a profile field of this name would fill, or null. */
export function suggestTarget(profileFieldName: string): string | null {
  return GUESSES.get(key(profileFieldName))?.target ?? null;
}

/** One match for each target that a profile field's name points to, the likeliest name first where several do. */
export function suggestMatching(
  profileFields: readonly string[],
  targets: readonly TargetField[],
): readonly Match[] {
  return targets.flatMap((target) => {
    const value = target.custom ? sameName(profileFields, target) : likeliest(profileFields, target);
    return value === undefined ? [] : [{ target: target.id, kind: "field", value }];
  });
}

function sameName(profileFields: readonly string[], target: TargetField): string | undefined {
  return profileFields.find((name) => key(name) === key(target.name));
}

function likeliest(profileFields: readonly string[], target: TargetField): string | undefined {
  const rank = (name: string) => {
    const guess = GUESSES.get(key(name));
    return guess?.target === target.id ? guess.rank : Number.POSITIVE_INFINITY;
  };
  const [first] = profileFields
    .filter((name) => Number.isFinite(rank(name)))
    .sort((a, b) => rank(a) - rank(b));
  return first;
}
