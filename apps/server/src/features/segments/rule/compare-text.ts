import type { Bind, Comparison } from "./compile-rule.ts";
import { unfit } from "./unfit.ts";

/** In lower case by Unicode's simple mapping, the same under every locale and version of the operating system. */
const folded = (text: string) => `lower(${text} collate pg_c_utf8)`;

/** Text without regard to case, in every alphabet. Blanks and accents count. */
export function compareText(text: string, { operator, values }: Comparison, bind: Bind): string {
  const value = () => folded(`${bind(values[0])}::text`);
  switch (operator) {
    case "EQUALS":
      return `${folded(text)} = ${value()}`;
    case "CONTAINS":
      return `strpos(${folded(text)}, ${value()}) > 0`;
    case "STARTS_WITH":
      return `starts_with(${folded(text)}, ${value()})`;
    case "ONE_OF":
      return `${folded(text)} in (select ${folded("value")} from unnest(${bind(values)}::text[]) as value)`;
    default:
      return unfit(operator, "TEXT");
  }
}
