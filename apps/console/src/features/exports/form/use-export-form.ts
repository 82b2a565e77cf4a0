/**
 * An export being made or changed: its draft, its matching, whom it leaves out, and what it would send.
 *
 * Reads  : the choices there are, the export where one is being changed.
 * Writes : the draft.
 * Used by: `ExportForm.vue`.
 */
import { whenever } from "@vueuse/core";
import { computed, reactive } from "vue";
import type { Export } from "../export.graphql.ts";
import type { PreflightInput } from "../preflight/use-preflight.ts";
import { draftOf, type ScheduleDraft } from "../schedule/export-schedule.ts";
import { USUAL_MAX_REJECTED_SHARE, USUAL_MAX_REMOVAL_SHARE } from "../share.ts";
import type { SyncMode } from "../sync-mode.ts";
import type { ExportChoices } from "./use-export-choices.ts";
import { useExportPreview } from "./use-export-preview.ts";
import { useMatching } from "./use-matching.ts";
import { useSuppressions } from "./use-suppressions.ts";

export type ExportDraft = {
  name: string;
  destinationId: string | null;
  listId: string | null;
  segmentIds: string[];
  syncMode: SyncMode;
  maxRemovalShare: number;
  maxRejectedShare: number;
  schedule: ScheduleDraft;
};

export type ExportForm = ReturnType<typeof useExportForm>;

/**
 * @param stored - the export to change; null for a new one.
 * @param startDestinationId - the destination a new one begins with, if it is known.
 */
export function useExportForm(
  choices: ExportChoices,
  stored: Export | null,
  startDestinationId: string | null,
) {
  const draft = reactive<ExportDraft>({
    name: stored?.name ?? "",
    destinationId: stored?.destination.id ?? null,
    listId: stored?.list.id ?? null,
    segmentIds: stored?.segments.map(({ id }) => id) ?? [],
    syncMode: stored?.syncMode ?? "ADD",
    maxRemovalShare: stored?.maxRemovalShare ?? USUAL_MAX_REMOVAL_SHARE,
    maxRejectedShare: stored?.maxRejectedShare ?? USUAL_MAX_REJECTED_SHARE,
    schedule: draftOf(stored?.schedule),
  });

  function chooseDestination(id: string) {
    const defaultList = choices.destinations.find((destination) => destination.id === id)?.defaultList;
    draft.destinationId = id;
    draft.listId = defaultList?.id ?? null;
    draft.name ||= defaultList?.name ?? "";
  }
  const [only, ...others] = choices.destinations;
  const startId = startDestinationId ?? (others.length === 0 ? only?.id : undefined);
  if (!stored && startId) chooseDestination(startId);

  const matching = useMatching(() => draft.destinationId, choices.profileFields, stored?.matching ?? []);
  if (!stored) whenever(matching.hasTargets, matching.matchAutomatically, { once: true, immediate: true });

  const preview = useExportPreview(
    computed(() => ({
      destinationId: draft.destinationId,
      matching: matching.soundMatching.value,
      segmentIds: [...draft.segmentIds],
    })),
  );

  const suppressions = useSuppressions(() => draft.destinationId, stored);

  const preflightInput = computed<PreflightInput>(() => ({
    draft: {
      exportId: stored?.id ?? null,
      destinationId: draft.destinationId,
      listId: draft.listId,
      matching: matching.soundMatching.value,
      segmentIds: [...draft.segmentIds],
      suppressions: [...suppressions.kinds.value],
      suppressionGroupIds: [...suppressions.groupIds.value],
    },
  }));

  return { draft, matching, preview, suppressions, preflightInput, chooseDestination };
}
