import { type ComputedRef, computed } from "vue";
import { useI18n } from "vue-i18n";
import { type Format, type Language, makeFormat } from "./format.ts";

/** The formatter of the language on screen; it changes with it. */
export function useFormat(): ComputedRef<Format> {
  const { locale } = useI18n();
  return computed(() => makeFormat(locale.value as Language));
}
