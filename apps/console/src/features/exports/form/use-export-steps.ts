import { computed, ref } from "vue";
import { useI18n } from "vue-i18n";
import type { Step } from "../../../ui/StepList.vue";
import type { ExportForm } from "./use-export-form.ts";

export type ExportStep = "destination" | "matching" | "segments";

const ORDER: readonly ExportStep[] = ["destination", "matching", "segments"];

/** Which step of the form is on screen, which are complete, and the way between them. */
export function useExportSteps({ draft, matching }: ExportForm) {
  const { t } = useI18n();
  const isComplete = computed<Record<ExportStep, boolean>>(() => ({
    destination: Boolean(draft.destinationId && draft.listId),
    matching: matching.issues.value.size === 0,
    segments: draft.segmentIds.length > 0 && draft.name.trim() !== "",
  }));
  const missing = computed(() => ORDER.filter((key) => !isComplete.value[key]));

  const step = ref<ExportStep>(isComplete.value.destination ? "matching" : "destination");
  /** Steps that were left incomplete with "Next": what they lack is said from then on. */
  const tried = ref(new Set<ExportStep>());
  const index = computed(() => ORDER.indexOf(step.value));

  function goTo(key: string) {
    const target = ORDER.find((known) => known === key);
    if (target) step.value = target;
  }

  return {
    step,
    missing,
    hasTried: computed(() => tried.value.has(step.value)),
    isLast: computed(() => index.value === ORDER.length - 1),
    steps: computed<Step[]>(() =>
      ORDER.map((key) => ({
        key,
        title: t(`exports.steps.${key}`),
        description: t(`exports.stepHints.${key}`),
        state: key === step.value ? "current" : isComplete.value[key] ? "done" : "open",
        isReachable: key !== step.value && (key === "destination" || isComplete.value.destination),
      })),
    ),
    goTo,
    back: () => goTo(ORDER[index.value - 1] ?? "destination"),
    next: () => {
      tried.value = new Set([...tried.value, step.value]);
      if (isComplete.value[step.value]) goTo(ORDER[index.value + 1] ?? "segments");
    },
  };
}
