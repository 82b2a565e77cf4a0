const PUNCTUATION = /[\s()./\u2010-\u2015-]/g;
const E164 = /^\+[1-9]\d{6,14}$/;

/**
 * A phone number in E.164, `+77011234567`, or null where it is none.
 *
 * Blanks and punctuation go, a leading `00` becomes `+`. A number without its country's code is refused:
 * guessing the country would send the message to a stranger.
 *
 * @see https://www.twilio.com/docs/sendgrid/ui/managing-contacts/create-and-manage-contacts
 */
export function normalisePhone(raw: string): string | null {
  const number = raw.replace(PUNCTUATION, "").replace(/^00/, "+");
  return E164.test(number) ? number : null;
}
