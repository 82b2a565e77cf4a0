import { useI18n } from "vue-i18n";
import type { Language } from "./format.ts";
import { rememberLanguage, showLanguage } from "./i18n.ts";

/** The language on screen, and the choice of another, kept for the next visit. */
export function useLanguage() {
  const composer = useI18n({ useScope: "global" });

  async function choose(language: Language): Promise<void> {
    await showLanguage(composer, language);
    rememberLanguage(language);
  }

  return { language: composer.locale, choose };
}
