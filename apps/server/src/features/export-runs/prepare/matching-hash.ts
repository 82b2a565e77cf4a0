import { hash } from "node:crypto";
import { MATCHING_RULES_VERSION, type Match, type TargetField } from "@keruen/core";

/**
 * Stands for what a run makes of attributes: two runs with the same one make the same contact of the same profile.
 *
 * @param matching - as the database has it, so that the order in each match is always the same.
 * @returns as PostgreSQL's `uuid` takes it.
 */
export function matchingHash(matching: readonly Match[], targets: readonly TargetField[]): string {
  const inOrder = targets.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return hash("sha256", JSON.stringify([MATCHING_RULES_VERSION, matching, inOrder]), "hex").slice(0, 32);
}
