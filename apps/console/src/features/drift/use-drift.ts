/**
 * The last check of an export's list, live while it goes on, and what can be done with it.
 *
 * Reads  : the query `driftChecks`, the subscription `driftCheckChanged`, which a reopened socket subscribes again by itself.
 * Writes : a check that is started; a run that repairs what it has found.
 * Used by: `DriftPanel.vue`.
 */
import { fail, ok, type Result, unreachable } from "@keruen/core";
import { useQuery, useSubscription } from "@urql/vue";
import { computed, type MaybeRefOrGetter, shallowRef, toValue } from "vue";
import { type Failure, failureOf, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import {
  CheckDrift,
  type DriftCheck,
  DriftCheckChanged,
  LastDriftCheck,
  RepairDrift,
} from "./drift.graphql.ts";

export function useDrift(exportId: MaybeRefOrGetter<string>) {
  const { data, error } = useQuery({
    query: LastDriftCheck,
    variables: computed(() => ({ exportId: toValue(exportId) })),
    context: { additionalTypenames: ["DriftCheck"] }, // an empty list names none
  });
  const listed = computed(() => data.value?.driftChecks.edges[0]?.node);
  /** Kept apart from the subscription's own data, which an error would empty: what was true stays on screen. */
  const seen = shallowRef<DriftCheck>();
  useSubscription(
    {
      query: DriftCheckChanged,
      variables: computed(() => ({ checkId: listed.value?.id ?? "" })),
      pause: computed(() => !listed.value || listed.value.endedAt !== null),
    },
    (_, event) => {
      seen.value = event.driftCheckChanged;
      return event;
    },
  );
  const checking = useCommand(CheckDrift, ["DriftCheck"]);
  const repairing = useCommand(RepairDrift, ["DriftCheck", "Export", "Run"]);

  /** Where a check is under way already, it is the one that was wanted. */
  async function check(): Promise<Result<void, Failure>> {
    const answer = await checking.send({ exportId: toValue(exportId) });
    if (!answer.ok) return answer;
    const outcome = answer.value.checkDrift;
    switch (outcome.__typename) {
      case "DriftCheck":
      case "DriftCheckUnderWay":
        return ok(undefined);
      case "NotFound":
      case "ListBusy":
      case "ExportUserRequired":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  /** @returns the id of the run that sends the missing. */
  async function repair(checkId: string): Promise<Result<string, Failure>> {
    const answer = await repairing.send({ checkId });
    if (!answer.ok) return answer;
    const outcome = answer.value.repairDrift;
    switch (outcome.__typename) {
      case "Run":
        return ok(outcome.id);
      case "ExportAlreadyRunning": // and does not know of the missing
      case "ExportAwaitsApproval":
      case "NotFound":
      case "DriftCheckUnderWay":
      case "DriftCheckOutdated":
      case "NothingToRepair":
      case "MatchingIncomplete":
      case "ExportUserRequired":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return {
    /** Undefined until it is known; null where there was none. */
    last: computed(() =>
      seen.value && seen.value.id === listed.value?.id ? seen.value : data.value && (listed.value ?? null),
    ),
    failure: computed(() => (error.value && !data.value ? failureOf(error.value) : null)),
    ...{ check, isChecking: checking.isSending, repair },
  };
}
