import { nextTick, watch } from "vue";
import { useRoute } from "vue-router";

/**
 * Puts the focus on the new page's heading, as a page load would: a screen reader then says where it is,
 * and Tab goes on from the top. Queries and anchors are the same page.
 */
export function useFocusOnNavigation(): void {
  const route = useRoute();
  watch(
    () => route.path,
    async (_, before) => {
      if (before === undefined) return;
      await nextTick();
      document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    },
    { flush: "post" },
  );
}
