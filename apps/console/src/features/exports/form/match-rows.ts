/**
 * The rows of the matching form: one for each SendGrid field on screen, whether something fills it or not.
 *
 * Reads  : a saved matching, core's suggestions.
 * Writes : nothing. Pure.
 * Used by: `use-matching.ts`.
 */
import {
  checkMatching,
  type Match,
  type MatchingIssue,
  type MatchingScope,
  missingFields,
} from "@keruen/core";
import type { Export } from "../export.graphql.ts";

type SavedMatch = Export["matching"][number];

export type MatchRow = {
  /** Id of the SendGrid field. */
  readonly target: string;
  readonly kind: SavedMatch["kind"];
  /** Empty: nothing fills the field. */
  readonly value: string;
  readonly whenEmpty: SavedMatch["whenEmpty"];
  /** Filled by a guess that nobody has looked at yet. */
  readonly isSuggested: boolean;
};

export type RowIssue =
  | Pick<MatchingIssue, "code" | "message">
  | { readonly code: "required"; readonly message: string };

/** The fields that always have a row, in the order a person fills them. */
export const USUAL_TARGETS = [
  "email",
  "first_name",
  "last_name",
  "country",
  "state_province_region",
  "city",
  "postal_code",
] as const;

export const emptyRow = (target: string): MatchRow => ({
  target,
  kind: "FIELD",
  value: "",
  whenEmpty: "LEAVE",
  isSuggested: false,
});

/** The usual rows, then one for every other field that the matching fills. */
export function rowsOf(matching: readonly SavedMatch[]): readonly MatchRow[] {
  const usual = USUAL_TARGETS.map((target) => {
    const saved = matching.find((match) => match.target === target);
    return saved ? { ...saved, isSuggested: false } : emptyRow(target);
  });
  const others = matching.filter(
    ({ target }) => !USUAL_TARGETS.some((usualTarget) => usualTarget === target),
  );
  return [...usual, ...others.map((match) => ({ ...match, isSuggested: false }))];
}

const isSent = ({ kind, value }: MatchRow) => kind !== "FIELD" || value !== "";

/** What is saved: the rows that something fills. */
export const matchingOf = (rows: readonly MatchRow[]): SavedMatch[] =>
  rows.filter(isSent).map(({ target, kind, value, whenEmpty }) => ({ target, kind, value, whenEmpty }));

/** Fills what is empty with what the names suggest, and marks it; a custom field may come in as a new row. */
export function withSuggestions(
  rows: readonly MatchRow[],
  suggestions: readonly Match[],
): readonly MatchRow[] {
  const isTaken = (target: string) => rows.some((row) => row.target === target);
  const filled = rows.map((row) => {
    const suggestion = suggestions.find(({ target }) => target === row.target);
    return suggestion && !isSent(row) ? { ...row, value: suggestion.value, isSuggested: true } : row;
  });
  const added = suggestions
    .filter(({ target }) => !isTaken(target))
    .map(({ target, value }) => ({ ...emptyRow(target), value, isSuggested: true }));
  return [...filled, ...added];
}

/** What is wrong, by target, in core's judgement: the server's is the same. */
export function rowIssues(rows: readonly MatchRow[], scope: MatchingScope): ReadonlyMap<string, RowIssue> {
  const matching = matchingOf(rows).map(
    (match): Match => ({
      ...match,
      kind: CORE_KIND[match.kind],
      whenEmpty: CORE_WHEN_EMPTY[match.whenEmpty],
    }),
  );
  const issues = new Map<string, RowIssue>();
  for (const { index, code, message } of checkMatching(matching, scope)) {
    const target = matching[index]?.target;
    if (target && !issues.has(target)) issues.set(target, { code, message });
  }
  for (const target of missingFields(matching)) {
    if (!issues.has(target)) issues.set(target, { code: "required", message: `Match ${target}.` });
  }
  return issues;
}

const CORE_KIND = { FIELD: "field", CONSTANT: "constant", TEMPLATE: "template" } as const;
const CORE_WHEN_EMPTY = { LEAVE: "leave", CLEAR: "clear" } as const;
