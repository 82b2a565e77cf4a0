import type { Match } from "./data-matching.ts";

const REQUIRED = ["email"] as const;

/** SendGrid fields that an export cannot do without and that nothing fills yet. */
export function missingFields(matching: readonly Match[]): readonly string[] {
  const filled = new Set(matching.filter((match) => match.value.trim() !== "").map((match) => match.target));
  return REQUIRED.filter((field) => !filled.has(field));
}
