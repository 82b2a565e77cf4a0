import type { Spelling } from "./wire-value.ts";

const PUNCTUATION = /[\s()./\u2010-\u2015-]/g;
const E164 = /^\+[1-9]\d{6,14}$/;

/** Takes what is written: no tables, so that a page which only checks what a person types need not load them. */
export const AS_WRITTEN: Spelling = {
  countryCode: () => null,
  country: (text) => text,
  region: (text) => text,
  phone: (text) => {
    const number = text.replace(PUNCTUATION, "").replace(/^00/, "+");
    return E164.test(number) ? number : null;
  },
};
