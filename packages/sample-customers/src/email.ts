/**
 * E-mail addresses, under names that belong to nobody.
 *
 * Reads  : a row's random numbers and its name in Latin letters.
 * Writes : –
 * Used by: `customer.ts`.
 *
 * @see RFC 2606 and RFC 6761: example.com, .org, .net, and everything under .example, .test and .invalid
 */
import type { RowRandom } from "./random.ts";

const DOMAINS = [
  "example.com",
  "example.com",
  "example.com",
  "example.org",
  "example.net",
  "mail.example.com",
  "post.example",
  "letters.example",
  "home.example",
  "inbox.test",
  "office.invalid",
];

/** Ends in the row's number, and so is nobody else's. */
export function drawEmail(random: RowRandom, first: string, last: string, row: number): string {
  const domain = random.pick(DOMAINS);
  switch (random.below(4)) {
    case 0:
      return `${first}.${last}${row}@${domain}`;
    case 1:
      return `${first[0]}.${last}${row}@${domain}`;
    case 2:
      return `${last}_${first}${row}@${domain}`;
    default:
      return `${first}+shop.${row}@${domain}`;
  }
}

/** The same address as somebody who does not look at the keyboard types it. */
export function inMixedCase(random: RowRandom, email: string): string {
  switch (random.below(3)) {
    case 0:
      return email.toUpperCase();
    case 1:
      return email.replace("@example", "@Example");
    default:
      return email.replaceAll(/(^|[._@])[a-z]/g, (letter) => letter.toUpperCase());
  }
}

/** The same address again, as it comes from another till. */
export function asDuplicate(random: RowRandom, email: string): string {
  switch (random.below(4)) {
    case 0:
      return email;
    case 1:
      return ` ${email}`;
    case 2:
      return `${inMixedCase(random, email)} `;
    default:
      return email.toUpperCase();
  }
}

/** Nothing that any reading of the standard takes for an address. */
export function drawMalformedEmail(random: RowRandom, email: string): string {
  const [local = "", domain = ""] = email.split("@");
  return random.pick([
    local,
    `${local}@`,
    `@${domain}`,
    `${local}@@${domain}`,
    `${local} ${domain}`,
    `${local}@${domain.replaceAll(".", ",")}`,
    `${local}@.${domain}`,
    `${local}..${domain}`,
    `<${local}@${domain}`,
    "n/a",
    "—",
  ]);
}
