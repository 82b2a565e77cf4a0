import type { Bind, Comparison } from "./compile-rule.ts";
import { unfit } from "./unfit.ts";

/** True and false, in capitals or not. */
export function compareBoolean(text: string, { operator, values }: Comparison, bind: Bind): string {
  if (operator !== "EQUALS") return unfit(operator, "BOOLEAN");
  return `lower(${text} collate "C") = ${bind(values[0]?.trim().toLowerCase())}::text`;
}
