import { useI18n } from "vue-i18n";
import { useFormat } from "../../../i18n/use-format.ts";
import type { Export } from "../export.graphql.ts";

/** When an export runs next by itself, or why at no known time. */
export function useNextRunWords(): (nextRun: Export["nextRun"]) => string {
  const { t } = useI18n();
  const format = useFormat();

  return ({ at, reason }) =>
    t(`exports.schedule.next.${reason}`, { time: at === null ? "" : format.value.dateTime(at) });
}
