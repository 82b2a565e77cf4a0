import { useI18n } from "vue-i18n";

/** Why a profile was not sent, by the reason's code; the server's own words where there are none for it. */
export function useReasonWords(): (code: string | null, message?: string | null) => string {
  const { t, te } = useI18n();

  return (code, message) => {
    const key = `exportRuns.reasons.${code}`;
    return code && te(key, "en") ? t(key) : (message ?? code ?? "");
  };
}
