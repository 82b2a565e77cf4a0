import { useI18n } from "vue-i18n";
import { useFormat } from "../../../i18n/use-format.ts";
import type { Run } from "../export-run.graphql.ts";

/** What a waiting run asks about, with its figures; nothing where it does not ask. */
export function useApprovalWords() {
  const { t } = useI18n();
  const format = useFormat();

  return ({
    approvalReason,
    settlingAt,
    isDryRun,
  }: Pick<Run, "approvalReason" | "settlingAt" | "isDryRun">): string => {
    if (!approvalReason) return "";
    const { code, selected, selectedBefore, deliveries, removals, maxRemovalShare } = approvalReason;
    const figures = {
      selected: format.value.number(selected),
      selectedBefore: format.value.number(selectedBefore ?? 0),
      deliveries: format.value.number(deliveries),
      removals: format.value.number(removals),
      share: format.value.percent(maxRemovalShare),
    };
    return [
      t(`exportRuns.approval.reasons.${code}`, figures),
      code === "mass-removal" || removals === 0 ? "" : t("exportRuns.approval.removals", figures),
      isDryRun ? "" : t(`exportRuns.approval.${settlingAt === null ? "beforeSending" : "afterSending"}`),
    ]
      .filter(Boolean)
      .join(" ");
  };
}
