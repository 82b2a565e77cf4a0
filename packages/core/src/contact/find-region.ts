/**
 * States, provinces and regions by ISO 3166-2: one spelling for each, where its country is known.
 *
 * Reads  : the table of `iso-3166`.
 * Writes : nothing. Pure.
 * Used by: `SPELLING`, for the field `state_province_region`.
 */
import { iso31662 } from "iso-3166";
import { nameKey } from "./name-key.ts";
import { remembering } from "./remember.ts";

/** For each country, of which there are 250. */
const MAX_REMEMBERED = 512;

type Region = { readonly code: string; readonly name: string };

/**
 * Makes the function that finds a region's ISO name: by its whole code (`US-CA`) anywhere, by its name or the
 * letters of its code (`California`, `CA`) in a country; null for what names none, or more than one.
 *
 * Digits alone are nobody's region: what is a code in one system is a row number in another.
 */
export function regionFinder(): (text: string, countryCode: string | null) => string | null {
  const wholeCodes = new Map(iso31662.map(({ code, name }) => [code, name]));
  const byWholeCode = remembering(
    MAX_REMEMBERED,
    (text) => wholeCodes.get(text.trim().toUpperCase()) ?? null,
  );
  const finders = new Map<string, (text: string) => string | null>();

  return (text, countryCode) => {
    if (countryCode === null) return byWholeCode(text);
    let find = finders.get(countryCode);
    if (!find) {
      const names = namesByKey(iso31662.filter(({ code }) => code.startsWith(`${countryCode}-`)));
      find = remembering(MAX_REMEMBERED, (text) => names.get(nameKey(text)) ?? byWholeCode(text));
      finders.set(countryCode, find);
    }
    return find(text);
  };
}

function namesByKey(regions: readonly Region[]): ReadonlyMap<string, string | null> {
  const names = new Map<string, string | null>();
  for (const { code, name } of regions) {
    const letters = code.slice(3);
    for (const key of new Set([name, ...(/^[A-Z]+$/.test(letters) ? [letters] : [])].map(nameKey))) {
      names.set(key, (names.get(key) ?? name) === name ? name : null);
    }
  }
  return names;
}
