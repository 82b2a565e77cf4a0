import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/min";

/**
 * A phone number in E.164, `+77011234567`, or null where it is none.
 *
 * A leading `00` is read as `+`. A number without its country's code is read as one of `country`; without a
 * country it is refused: guessing would send the message to a stranger. So is a number with an extension,
 * which E.164 cannot hold. With a country's code the length decides, for numbering plans grow faster than
 * tables of them; a number read by `country` has to be one that the country has.
 *
 * @param country - ISO 3166-1 alpha-2.
 * @see https://www.twilio.com/docs/sendgrid/ui/managing-contacts/create-and-manage-contacts
 */
export function normalisePhone(raw: string, country: string | null): string | null {
  const text = raw.normalize("NFKC").trim().replace(/^00/, "+");
  const number = parsePhoneNumberFromString(text, {
    extract: false,
    ...(country === null ? {} : { defaultCountry: country as CountryCode }),
  });
  if (number === undefined || number.ext) return null;
  const isOne = text.startsWith("+") ? number.isPossible() : number.isValid();
  return isOne ? number.number : null;
}
