/**
 * Light or dark.
 *
 * Reads  : the class that `public/theme.js` set before the first paint.
 * Writes : that class, and the choice for the next visit.
 * Used by: `ThemeSwitch.vue`.
 */
import { readonly, ref } from "vue";

const STORAGE_KEY = "keruen.theme";

export function useTheme() {
  const root = document.documentElement;
  const isDark = ref(root.classList.contains("dark"));

  function toggle() {
    isDark.value = root.classList.toggle("dark");
    localStorage.setItem(STORAGE_KEY, isDark.value ? "dark" : "light");
  }

  return { isDark: readonly(isDark), toggle };
}
