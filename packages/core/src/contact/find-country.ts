/**
 * Countries, whatever they are called: ISO 3166-1 codes, and names in the languages our customers' files are in.
 *
 * Reads  : the tables of `i18n-iso-countries`.
 * Writes : nothing. Pure.
 * Used by: `SPELLING`, for the field `country` and for what depends on it.
 */
import codes from "i18n-iso-countries/codes.json" with { type: "json" };
import de from "i18n-iso-countries/langs/de.json" with { type: "json" };
import en from "i18n-iso-countries/langs/en.json" with { type: "json" };
import kk from "i18n-iso-countries/langs/kk.json" with { type: "json" };
import ru from "i18n-iso-countries/langs/ru.json" with { type: "json" };
import tr from "i18n-iso-countries/langs/tr.json" with { type: "json" };
import { nameKey } from "./name-key.ts";
import { remembering } from "./remember.ts";

export type Country = {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** In English, at most 50 characters. */
  readonly name: string;
};

const MAX_REMEMBERED = 4_096;

type Names = Readonly<Record<string, string | readonly string[]>>;

const LANGUAGES: readonly Names[] = [en.countries, kk.countries, ru.countries, tr.countries, de.countries];

const namesOf = (names: Names, code: string): readonly string[] => [names[code] ?? []].flat();

/**
 * Makes the function that finds a country by its alpha-2, alpha-3 or numeric code (all three digits), or by its
 * name; null for what names none, or more than one.
 */
export function countryFinder(): (text: string) => Country | null {
  const countries = new Map<string, Country | null>();
  for (const [alpha2 = "", alpha3 = "", numeric = ""] of codes) {
    const country: Country = { code: alpha2, name: namesOf(en.countries, alpha2)[0] ?? alpha2 };
    const names = LANGUAGES.flatMap((language) => namesOf(language, alpha2));
    for (const key of new Set([alpha2, alpha3, numeric, ...names].map(nameKey))) {
      countries.set(key, countries.has(key) ? null : country);
    }
  }
  return remembering(MAX_REMEMBERED, (text) => countries.get(nameKey(text)) ?? null);
}
