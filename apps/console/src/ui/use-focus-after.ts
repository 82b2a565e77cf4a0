import { nextTick, type Ref, type WatchSource, watch } from "vue";

/**
 * After a change that takes away what had the focus, puts it on the first fitting element inside a container:
 * it would be lost otherwise, and with it the place of whoever goes by keyboard or by ear. Waits for a part that
 * is still being loaded.
 */
export function useFocusAfter(
  change: WatchSource,
  container: Readonly<Ref<HTMLElement | null>>,
  selector = "input",
): void {
  watch(change, (_now, _before, onCleanup) => {
    const arrivals = new MutationObserver(focus);
    onCleanup(() => arrivals.disconnect());
    void nextTick(() => {
      if (container.value && !focus()) arrivals.observe(container.value, { childList: true, subtree: true });
    });
    function focus(): boolean {
      const found = container.value?.querySelector<HTMLElement>(selector);
      found?.focus();
      if (found) arrivals.disconnect();
      return found !== null && found !== undefined;
    }
  });
}
