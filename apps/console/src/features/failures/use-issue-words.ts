import { useI18n } from "vue-i18n";
import type { InputIssue } from "../../graphql/failure.ts";

const BRACES = { open: "{{", close: "}}" };

/** Words by the issue's code; the server's own where there are none for it. */
export function useIssueWords(): (issue: InputIssue) => string {
  const { t, te } = useI18n();

  return ({ code, message }) => {
    const key = [`failures.issues.${code}`, `exports.matching.issues.${code}`].find((known) =>
      te(known, "en"),
    );
    return key ? t(key, BRACES) : message;
  };
}
