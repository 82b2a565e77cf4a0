/**
 * Back and forth through a list that is read by cursor, one page held at a time.
 *
 * Reads  : the page's `pageInfo`.
 * Writes : nothing.
 * Used by: the composables of lists; `ui/PageTurner.vue` shows it.
 */
import { computed, type Ref, shallowRef, type WatchSource, watch } from "vue";

type PageInfo = { readonly endCursor: string | null; readonly hasNextPage: boolean };

/** @param startOverOn - what makes it another list, such as a filter: the first page comes back. */
export function useCursorTrail(pageSize: number, startOverOn: WatchSource[] = []) {
  /** The cursors that began the pages gone through; the last of them begins the page on screen. */
  const trail = shallowRef<readonly string[]>([]);
  watch(startOverOn, () => {
    trail.value = [];
  });

  return {
    pageSize,
    /** The query's `after`. */
    after: computed(() => trail.value.at(-1) ?? null),
    /** The place of the page's first row among all, from 1. */
    firstPosition: computed(() => trail.value.length * pageSize + 1),
    previous: computed(() => {
      if (trail.value.length === 0) return null;
      return () => {
        trail.value = trail.value.slice(0, -1);
      };
    }),
    /** The way to the next page; null on the last, and while `pageInfo` is not known. */
    nextAfter: (pageInfo: Ref<PageInfo | undefined>) =>
      computed(() => {
        const { endCursor, hasNextPage } = pageInfo.value ?? {};
        if (!endCursor || !hasNextPage) return null;
        return () => {
          trail.value = [...trail.value, endCursor];
        };
      }),
  };
}
