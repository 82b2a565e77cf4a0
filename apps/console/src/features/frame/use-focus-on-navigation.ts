import { nextTick, onScopeDispose } from "vue";
import { START_LOCATION, useRouter } from "vue-router";

/**
 * Puts the focus on the new page's heading, as a page load would: a screen reader then says where it is,
 * and Tab goes on from the top. Queries and anchors are the same page, and the first page is the browser's own.
 */
export function useFocusOnNavigation(): void {
  const stop = useRouter().afterEach(async (to, from) => {
    if (from === START_LOCATION || from.path === to.path) return;
    await nextTick();
    document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  });
  onScopeDispose(stop);
}
