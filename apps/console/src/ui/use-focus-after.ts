import { nextTick, type Ref, type WatchSource, watch } from "vue";

/** After a change that swaps one control for another, puts the focus on the one that came: it would be lost otherwise. */
export function useFocusAfter(change: WatchSource, container: Readonly<Ref<HTMLElement | null>>): void {
  watch(change, async () => {
    await nextTick();
    container.value?.querySelector<HTMLElement>("input")?.focus();
  });
}
