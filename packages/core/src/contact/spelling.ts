/**
 * One spelling for what people write in many ways: countries, regions, phone numbers.
 *
 * Reads  : the tables of the libraries that know them, made when first asked for.
 * Writes : nothing. Pure.
 * Used by: `compileMatching`. Forms check what a person types with {@link AS_WRITTEN}, which weighs nothing.
 */
import { countryFinder } from "./find-country.ts";
import { regionFinder } from "./find-region.ts";
import { normalisePhone } from "./normalise-phone.ts";
import type { Spelling } from "./wire-value.ts";

const MAX_PLACE = 50;

let made: Spelling | undefined;

/** One for the process: it keeps the tables and some thousand answers. */
export function spelling(): Spelling {
  made ??= createSpelling();
  return made;
}

function createSpelling(): Spelling {
  const findCountry = countryFinder();
  const findRegion = regionFinder();
  return {
    countryCode: (text) => findCountry(text)?.code ?? null,
    country: (text) => findCountry(text)?.name ?? text,
    region: (text, countryCode) => {
      const name = findRegion(text, countryCode);
      return name === null || name.length > MAX_PLACE ? text : name;
    },
    phone: normalisePhone,
  };
}
