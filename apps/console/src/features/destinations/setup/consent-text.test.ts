import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import en from "../../../i18n/en.json";
import kk from "../../../i18n/kk.json";
import { CONSENT_TEXT_VERSION } from "./consent-text.ts";

/** Each version with the words it stands for. Add one for new words; never change what an old one stands for. */
const WORDS_OF_VERSION: Readonly<Record<string, string>> = {
  "2026-11-24": "a677d74eef9a2cd7ff271d7ae0c168cf60140f5bb4fb089313827139ef1082cc",
};

test("the version stands for exactly these words: other words need another version", () => {
  const words = JSON.stringify(
    [en, kk].map(({ destinations: { consent } }) => [consent.text, consent.agree]),
  );
  expect(createHash("sha256").update(words).digest("hex")).toBe(WORDS_OF_VERSION[CONSENT_TEXT_VERSION]);
});
