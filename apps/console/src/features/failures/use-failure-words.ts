import { useI18n } from "vue-i18n";
import type { Failure } from "../../graphql/failure.ts";

/** What happened, and what to do about it. */
export type FailureWords = { readonly what: string; readonly todo: string };

/** Words by the failure's code; the server's own where there are none for it. */
export function useFailureWords(): (failure: Pick<Failure, "code" | "message">) => FailureWords {
  const { t, te } = useI18n();

  return ({ code, message }) => {
    const key = `failures.byCode.${code}`;
    return te(`${key}.what`, "en")
      ? { what: t(`${key}.what`), todo: t(`${key}.todo`, { message }) }
      : { what: t("failures.unknown"), todo: message };
  };
}
