/**
 * One made-up customer for each row number.
 *
 * Reads  : names, places, the row's random numbers.
 * Writes : –
 * Used by: `customers-csv.ts`, tests.
 */
import { asDuplicate, drawEmail, drawMalformedEmail, inMixedCase } from "./email.ts";
import { drawFlaw, type Flaw } from "./flaw.ts";
import { type Language, NAMES, type Name } from "./names.ts";
import { COUNTRIES, type Country } from "./places.ts";
import { RowRandom } from "./random.ts";

/** In the order of the file. */
export const CUSTOMER_COLUMNS = [
  "customer_id",
  "email",
  "first_name",
  "last_name",
  "country",
  "region",
  "city",
  "postal_code",
  "phone",
  "loyalty_tier",
  "lifetime_value",
  "last_visit",
  "newsletter",
  "language",
] as const;

/** Every value as the file has it; "" where there is none. */
export type Customer = Readonly<Record<(typeof CUSTOMER_COLUMNS)[number], string>>;

const FIRST_VISIT_DAY = Date.UTC(2023, 0, 1) / 86_400_000;
const LAST_VISIT_DAY = Date.UTC(2026, 10, 20) / 86_400_000;
const TIERS = ["Bronze", "Bronze", "Bronze", "Silver", "Silver", "Gold", "Platinum", ""];

/**
 * The customer in this row.
 *
 * @param row - from 0; made without the rows before it.
 * @param seed - any whole number; another seed, other people.
 */
export function customer(row: number, seed = 1): Customer {
  const random = new RowRandom(seed, row);
  const flaw = row === 0 ? null : drawFlaw(random);
  const person = drawPerson(random, row);
  const country = person.country;
  const place = random.pick(country.places);
  const value = drawLifetimeValue(random);
  return {
    customer_id: `C${String(row + 1).padStart(8, "0")}`,
    email: emailOf(random, person.email, flaw, row, seed),
    first_name:
      flaw === "name-too-long" ? `${person.first} `.repeat(20).trimEnd() : decorate(random, person.first),
    last_name: person.last,
    country: country.name,
    region: place.region,
    city: flaw === "city-too-long" ? `${place.city}, ${place.region}; `.repeat(12).trimEnd() : place.city,
    postal_code: fill(random, place.postalCode),
    phone: random.happens(1_500) ? "" : fill(random, country.phone),
    loyalty_tier: random.pick(TIERS),
    lifetime_value: value,
    last_visit: value === "" ? "" : drawLastVisit(random),
    newsletter: random.happens(6_200) ? "true" : "false",
    language: person.language,
  };
}

type Person = { country: Country; language: Language; first: string; last: string; email: string };

function drawPerson(random: RowRandom, row: number): Person {
  const country = drawCountry(random);
  const language = drawLanguage(random, country);
  const names = NAMES[language];
  const isFemale = random.happens(5_300);
  const [first, firstSpelt] = random.pick<Name>(isFemale ? names.female : names.male);
  const [last, lastSpelt] = familyName(random.pick<Name>(names.family), isFemale ? names.femaleEnding : null);
  return { country, language, first, last, email: drawEmail(random, firstSpelt, lastSpelt, row) };
}

function emailOf(random: RowRandom, email: string, flaw: Flaw | null, row: number, seed: number): string {
  if (flaw === "email-missing") return "";
  if (flaw === "email-malformed") return drawMalformedEmail(random, email);
  if (flaw === "email-duplicate") return asDuplicate(random, earlierEmail(random.below(row), seed));
  return random.happens(300) ? inMixedCase(random, email) : email;
}

/** The address of this row or of the nearest one before it that can be sent. */
function earlierEmail(row: number, seed: number): string {
  const random = new RowRandom(seed, row);
  if (row > 0 && drawFlaw(random) !== null) return earlierEmail(row - 1, seed);
  return drawPerson(random, row).email;
}

function drawCountry(random: RowRandom): Country {
  let drawn = random.below(10_000);
  for (const country of COUNTRIES) {
    if (drawn < country.share) return country;
    drawn -= country.share;
  }
  throw new Error("The countries' shares do not add up to 10,000.");
}

function drawLanguage(random: RowRandom, { languages }: Country): Language {
  let drawn = random.below(100);
  for (const [language, share] of languages) {
    if (drawn < share) return language;
    drawn -= share;
  }
  throw new Error("A country's languages do not add up to 100.");
}

function familyName([written, spelt]: Name, femaleEnding: string | null): Name {
  return femaleEnding !== null && /[вн]$/.test(written)
    ? [written + femaleEnding, `${spelt}a`]
    : [written, spelt];
}

/** What people put into a name field, all of it allowed: 1 in 100 rows. */
function decorate(random: RowRandom, first: string): string {
  if (!random.happens(100)) return first;
  return random.pick([
    `${first} 🌸`,
    `${first} "Ace"`,
    `${first}, Dr.`,
    `${first}\n(new card)`,
    `👩‍👧 ${first}`,
    `${first}; VIP`,
  ]);
}

/** Most spend little, a few spend much; 4 in 100 have never bought. */
function drawLifetimeValue(random: RowRandom): string {
  if (random.happens(400)) return "";
  const spread = random.below(100_000) / 100_000;
  return (8 + 4_200 * spread ** 5 + 240 * spread).toFixed(2);
}

function drawLastVisit(random: RowRandom): string {
  const age = (random.below(100_000) / 100_000) ** 2; // recent visits are likelier
  const day = LAST_VISIT_DAY - Math.floor(age * (LAST_VISIT_DAY - FIRST_VISIT_DAY));
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** Puts digits and letters where the pattern asks for them; the leading `+` of a phone number stays. */
function fill(random: RowRandom, pattern: string): string {
  let filled = "";
  for (const [index, sign] of [...pattern].entries()) {
    if (sign === "#") filled += random.below(10);
    else if (sign === "+" && index > 0) filled += 1 + random.below(9);
    else if (sign === "@") filled += random.pick(UK_LETTERS);
    else filled += sign;
  }
  return filled;
}

/** A British postcode's last two letters are never C, I, K, M, O or V. */
const UK_LETTERS = [..."ABDEFGHJLNPQRSTUWXYZ"];
