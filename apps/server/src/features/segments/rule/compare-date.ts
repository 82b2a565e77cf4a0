import type { Bind, Comparison } from "./compile-rule.ts";
import { unfit } from "./unfit.ts";

const SHAPE = String.raw`'^\d{4}-\d\d-\d\d([T ]|$)'`;
const HAS_OFFSET = String.raw`(Z|[+-]\d\d:?\d\d)$`;

/** A time without an offset is in UTC, whatever the session's time zone. */
const instantOf = (text: string) => {
  const zoned = `(${text} || case when ${text} ~ '${HAS_OFFSET}' then '' else 'Z' end)`;
  return `case when ${text} ~ ${SHAPE} and pg_input_is_valid(${zoned}, 'timestamptz') then ${zoned}::timestamptz end`;
};

/**
 * Instants by the clock. A rule's date without a time is that whole day in UTC: EQUALS takes any moment of it,
 * GREATER_THAN what comes after it, LESS_THAN what comes before it. BETWEEN takes both ends in whole, in either order.
 */
export function compareDate(text: string, { operator, values }: Comparison, bind: Bind): string {
  const instant = instantOf(text);
  const zonedValues = values.map(zoned);
  const [first = "", second = ""] = zonedValues;
  const begin = (value: string) => `${bind(value)}::timestamptz`;
  const isAfter = (value: string) =>
    isDay(value) ? `${instant} >= ${begin(value)} + interval '24 hours'` : `${instant} > ${begin(value)}`;
  switch (operator) {
    case "EQUALS":
    case "ONE_OF":
      return `(${instant} = any(${bind(zonedValues.filter((value) => !isDay(value)))}::timestamptz[])
        or (${instant} at time zone 'UTC')::date = any(${bind(zonedValues.filter(isDay).map(dayOf))}::date[]))`;
    case "GREATER_THAN":
      return isAfter(first);
    case "LESS_THAN":
      return `${instant} < ${begin(first)}`;
    case "BETWEEN":
      return `(${instant} >= least(${begin(first)}, ${begin(second)})
        and not (${isAfter(first)} and ${isAfter(second)}))`;
    default:
      return unfit(operator, "DATE");
  }
}

/** In full, as `2024-05-31Z` for a day. */
const zoned = (value: string) => {
  const text = value.trim();
  return new RegExp(HAS_OFFSET).test(text) ? text : `${text}Z`;
};
const isDay = (zonedValue: string) => zonedValue.length === "2024-05-31Z".length;
const dayOf = (zonedValue: string) => zonedValue.slice(0, "2024-05-31".length);
