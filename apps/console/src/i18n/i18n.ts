/**
 * The words of the screen: English with the page, Kazakh when it is asked for.
 *
 * Reads  : the language chosen last, or the browser's.
 * Writes : the choice, and `<html lang>`.
 * Used by: `main.ts` and the language switch.
 */
import { createI18n } from "vue-i18n";
import en from "./en.json";
import type { Language } from "./format.ts";

export type Messages = typeof en;

const STORAGE_KEY = "keruen.language";

export const LANGUAGES = [
  { code: "en", name: "English" },
  { code: "kk", name: "Қазақша" },
] as const satisfies readonly { code: Language; name: string }[];

export function createMessages() {
  return createI18n({
    legacy: false,
    locale: "en",
    fallbackLocale: "en",
    messages: { en } as { en: Messages; kk?: Messages },
  });
}

/** The language to start in: the one chosen last, else Kazakh for a browser that prefers it, else English. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(STORAGE_KEY);
  if (chosen === "en" || chosen === "kk") return chosen;
  return navigator.languages.find((tag) => /^(en|kk)\b/.test(tag))?.startsWith("kk") ? "kk" : "en";
}

/** What {@link showLanguage} needs of vue-i18n's composer, the page's or a component's. */
type Composer = {
  readonly locale: { value: string };
  readonly availableLocales: readonly string[];
  setLocaleMessage(language: "kk", messages: Messages): void;
};

/** Loads the words if need be, then shows them. */
export async function showLanguage(composer: Composer, language: Language): Promise<void> {
  if (language === "kk" && !composer.availableLocales.includes(language)) {
    composer.setLocaleMessage(language, (await import("./kk.json")).default);
  }
  composer.locale.value = language;
  document.documentElement.lang = language;
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(STORAGE_KEY, language);
}
