import { useI18n } from "vue-i18n";

/** Why an alert did not arrive, in words; the code where there are none for it. */
export function useDeliveryWords(): (code: string) => string {
  const { t, te } = useI18n();

  return (code) => {
    const [, status] = /^answered-(\d+)$/.exec(code) ?? [];
    if (status) return t("alerts.reasons.answered", { status });
    return te(`alerts.reasons.${code}`, "en") ? t(`alerts.reasons.${code}`) : code;
  };
}
