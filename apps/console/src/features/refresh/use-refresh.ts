/**
 * The latest refresh, live: every step as it goes on, and the next one when it begins.
 *
 * Reads  : the query `refreshes`, the subscription `refreshChanged`, which a reopened socket subscribes again by itself.
 * Writes : a refresh that is started or canceled.
 * Used by: `RefreshPage.vue`.
 */
import { fail, ok, type Result, unreachable } from "@keruen/core";
import { useQuery, useSubscription } from "@urql/vue";
import { computed, shallowRef } from "vue";
import { type Failure, failureOf, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import {
  CancelRefresh,
  LatestRefresh,
  type Refresh,
  RefreshChanged,
  StartRefresh,
} from "./refresh.graphql.ts";

export function useRefresh() {
  const { data, error } = useQuery({ query: LatestRefresh, variables: {} });
  /** Kept apart from the subscription's own data, which an error would empty: what was true stays on screen. */
  const seen = shallowRef<Refresh>();
  useSubscription({ query: RefreshChanged, variables: {} }, (_, event) => {
    seen.value = event.refreshChanged;
    return event;
  });
  const starting = useCommand(StartRefresh, ["Refresh", "Segment", "Export"]);
  const canceling = useCommand(CancelRefresh, ["Refresh"]);

  /** Where one is running already, it is the one that was wanted. */
  async function start(): Promise<Result<void, Failure>> {
    const answer = await starting.send({});
    return answer.ok ? ok(undefined) : answer;
  }

  /** One that had ended by itself is no failure: it no longer runs. */
  async function cancel(refreshId: string): Promise<Result<void, Failure>> {
    const answer = await canceling.send({ refreshId });
    if (!answer.ok) return answer;
    const outcome = answer.value.cancelRefresh;
    switch (outcome.__typename) {
      case "Refresh":
      case "RefreshAlreadyEnded":
        return ok(undefined);
      case "NotFound":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return {
    /** Undefined until the first answer, null where there was none yet. */
    refresh: computed(() => seen.value ?? (data.value && (data.value.refreshes.edges[0]?.node ?? null))),
    failure: computed(() => (error.value && !data.value && !seen.value ? failureOf(error.value) : null)),
    ...{ start, cancel },
    isStarting: starting.isSending,
  };
}
