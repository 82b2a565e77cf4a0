import { useQuery } from "@urql/vue";
import { useIntervalFn } from "@vueuse/core";
import { computed } from "vue";
import { failureOf } from "../../graphql/failure.ts";
import { useCursorTrail } from "../../graphql/use-cursor-trail.ts";
import { AlertDeliveries } from "./alert.graphql.ts";

/** Alerts are sent by workers that look every three seconds. */
const ASK_EVERY_MS = 3_000;

/** Alerts and what became of them, newest first, a page at a time; asked again while some are on their way. */
export function useAlertDeliveries() {
  const trail = useCursorTrail(20);
  const { data, error, executeQuery } = useQuery({
    query: AlertDeliveries,
    variables: computed(() => ({ first: trail.pageSize, after: trail.after.value })),
    context: { additionalTypenames: ["AlertDelivery"] },
  });
  const page = computed(() => data.value?.alertDeliveries);
  const deliveries = computed(() => page.value?.edges.map(({ node }) => node));
  useIntervalFn(() => {
    if (deliveries.value?.some(({ state }) => state === "PENDING"))
      void executeQuery({ requestPolicy: "network-only" });
  }, ASK_EVERY_MS);

  return {
    deliveries,
    totalCount: computed(() => page.value?.totalCount ?? 0),
    failure: computed(() => (error.value && !data.value ? failureOf(error.value) : null)),
    firstPosition: trail.firstPosition,
    previous: trail.previous,
    next: trail.nextAfter(computed(() => page.value?.pageInfo)),
  };
}
