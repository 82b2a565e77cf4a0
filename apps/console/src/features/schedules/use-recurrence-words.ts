import { useI18n } from "vue-i18n";
import { type StoredRecurrence, WEEKDAYS } from "./recurrence.ts";

/** "Daily at 03:00, 15:00 (Asia/Almaty)" */
export function useRecurrenceWords(): (recurrence: StoredRecurrence) => string {
  const { t } = useI18n();

  return ({ timeZone, days, times }) => {
    const on =
      days.length === WEEKDAYS.length
        ? t("schedules.daily")
        : days.map((day) => t(`schedules.shortDays.${day}`)).join(", ");
    return t("schedules.words", { days: on, times: times.join(", "), timeZone });
  };
}
