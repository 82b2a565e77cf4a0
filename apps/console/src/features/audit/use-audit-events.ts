import { useQuery } from "@urql/vue";
import { computed, type MaybeRefOrGetter, toValue } from "vue";
import { failureOf } from "../../graphql/failure.ts";
import { useCursorTrail } from "../../graphql/use-cursor-trail.ts";
import { AuditEvents } from "./audit.graphql.ts";

/** Null: any. */
export type AuditFilter = { readonly action: string | null; readonly subjectId: string | null };

/** Who did what, newest first, a page at a time; asked anew whenever the page is opened. */
export function useAuditEvents(filter: MaybeRefOrGetter<AuditFilter>) {
  const trail = useCursorTrail(50, [() => toValue(filter)]);
  const { data, error } = useQuery({
    query: AuditEvents,
    variables: computed(() => ({ first: trail.pageSize, after: trail.after.value, ...toValue(filter) })),
    requestPolicy: "cache-and-network",
  });
  const page = computed(() => data.value?.auditEvents);

  return {
    events: computed(() => page.value?.edges.map(({ node }) => node)),
    totalCount: computed(() => page.value?.totalCount ?? 0),
    failure: computed(() => (error.value && !data.value ? failureOf(error.value) : null)),
    firstPosition: trail.firstPosition,
    previous: trail.previous,
    next: trail.nextAfter(computed(() => page.value?.pageInfo)),
  };
}
