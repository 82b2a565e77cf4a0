/**
 * The version of the text that a person agrees to (`destinations.consent.text`, in each language).
 *
 * It is kept for good with who agreed and when, so a changed word is a new version: `consent-text.test.ts` fails
 * until the two agree again.
 */
export const CONSENT_TEXT_VERSION = "2026-11-24";
