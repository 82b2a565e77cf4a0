import type { Bind, Comparison } from "./compile-rule.ts";
import { unfit } from "./unfit.ts";

/** Decimal, and short enough that no cast can fail. (A bounded repetition, `\d{1,255}`, is 20 times as slow.) */
const isDecimal = (text: string) => String.raw`length(${text}) <= 255 and ${text} ~ '^-?\d+(\.\d+)?$'`;

/** Numbers by their value: 5 equals 5.0, 9 is less than 10. BETWEEN takes both ends in, in either order. */
export function compareNumber(text: string, { operator, values }: Comparison, bind: Bind): string {
  const number = `case when ${isDecimal(text)} then ${text}::numeric end`;
  const value = (index: number) => `${bind(values[index]?.trim())}::numeric`;
  switch (operator) {
    case "EQUALS":
      return `${number} = ${value(0)}`;
    case "GREATER_THAN":
      return `${number} > ${value(0)}`;
    case "LESS_THAN":
      return `${number} < ${value(0)}`;
    case "BETWEEN":
      return `${number} between symmetric ${value(0)} and ${value(1)}`;
    case "ONE_OF":
      return `${number} = any(${bind(values.map((each) => each.trim()))}::numeric[])`;
    default:
      return unfit(operator, "NUMBER");
  }
}
