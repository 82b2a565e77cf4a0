/**
 * Whether it can be a phone number: `+` or not, 7 to 15 digits, and the usual marks between them.
 *
 * @see ITU-T E.164; SendGrid let a row with `000` down without a word (recorded 2021)
 */
export const isPhoneNumber = (text: string): boolean =>
  /^\+?[\d\s().-]+$/.test(text) && /^\d{7,15}$/.test(text.replaceAll(/\D/g, ""));
