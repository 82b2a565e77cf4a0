import { useI18n } from "vue-i18n";
import type { PersonExport } from "./person.graphql.ts";

/** One sentence: on the list, or not, and why. The server's own where there is none for its code. */
export function useStandingWords(): (standing: Pick<PersonExport, "code" | "message">) => string {
  const { t, te } = useI18n();

  return ({ code, message }) => {
    const key = `persons.standings.${code}`;
    return te(key, "en") ? t(key) : message;
  };
}
