import { type MaybeRefOrGetter, toValue, watchEffect } from "vue";

/** Names the browser's tab after the page, for as long as the page is there. */
export function usePageTitle(title: MaybeRefOrGetter<string>): void {
  watchEffect(() => {
    document.title = `${toValue(title)} · Keruen`;
  });
}
