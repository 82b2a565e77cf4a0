import { nextTick, type Ref, type WatchSource, watch } from "vue";

/**
 * After a change that takes away what had the focus, puts it on the first fitting element inside a container:
 * it would be lost otherwise, and with it the place of whoever goes by keyboard or by ear.
 */
export function useFocusAfter(
  change: WatchSource,
  container: Readonly<Ref<HTMLElement | null>>,
  selector = "input",
): void {
  watch(change, async () => {
    await nextTick();
    container.value?.querySelector<HTMLElement>(selector)?.focus();
  });
}
