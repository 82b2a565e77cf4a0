import english from "@nuxt/ui/runtime/locale/en.js";
import { shallowRef, watch } from "vue";
import { useI18n } from "vue-i18n";

/** The kit's own words ("Close", "No data") in the language on screen. */
export function useKitLocale() {
  const { locale } = useI18n();
  const kitLocale = shallowRef(english);
  watch(
    locale,
    async (language) => {
      kitLocale.value = language === "kk" ? (await import("@nuxt/ui/runtime/locale/kk.js")).default : english;
    },
    { immediate: true },
  );
  return kitLocale;
}
