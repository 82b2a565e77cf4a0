/**
 * The data matching being made: its rows, what is wrong with them, and what the names suggest.
 *
 * Reads  : the profile fields there are, the fields SendGrid has.
 * Writes : the rows.
 * Used by: `use-export-form.ts`.
 */
import { RESERVED_FIELDS, suggestMatching, type TargetField } from "@keruen/core";
import { useQuery } from "@urql/vue";
import { computed, type MaybeRefOrGetter, shallowRef, toValue } from "vue";
import { failureOf, userFailure } from "../../../graphql/failure.ts";
import type { Export } from "../export.graphql.ts";
import { DestinationFields } from "./export-form.graphql.ts";
import { emptyRow, type MatchRow, matchingOf, rowIssues, rowsOf, withSuggestions } from "./match-rows.ts";

const CORE_TYPE = { TEXT: "text", TEXT_LIST: "text-list", NUMBER: "number", DATE: "date" } as const;

export function useMatching(
  destinationId: MaybeRefOrGetter<string | null>,
  profileFields: readonly string[],
  stored: Export["matching"] = [],
) {
  const { data, error } = useQuery({
    query: DestinationFields,
    variables: computed(() => ({ destinationId: toValue(destinationId) ?? "" })),
    pause: computed(() => !toValue(destinationId)),
  });
  const answer = computed(() => data.value?.sendGridFields);

  /** SendGrid's own fields where it cannot be asked for the custom ones. */
  const targets = computed<readonly TargetField[]>(() =>
    answer.value?.__typename === "SendGridFields"
      ? answer.value.fields.map((field) => ({ ...field, type: CORE_TYPE[field.type] }))
      : RESERVED_FIELDS,
  );

  const rows = shallowRef<readonly MatchRow[]>(rowsOf(stored));
  const issues = computed(() => rowIssues(rows.value, { profileFields, targets: targets.value }));
  const replaceRow = (target: string, change: (row: MatchRow) => MatchRow) => {
    rows.value = rows.value.map((row) => (row.target === target ? change(row) : row));
  };

  return {
    rows,
    targets,
    matching: computed(() => matchingOf(rows.value)),
    issues,
    /** What is right so far: it can be previewed while the rest is being typed. */
    soundMatching: computed(() => matchingOf(rows.value).filter(({ target }) => !issues.value.has(target))),
    failure: computed(() => {
      if (error.value) return failureOf(error.value);
      return answer.value && answer.value.__typename !== "SendGridFields" ? userFailure(answer.value) : null;
    }),
    /** SendGrid has named its fields, or could not. */
    hasTargets: computed(() => Boolean(answer.value ?? error.value)),
    set: (target: string, kind: MatchRow["kind"], value: string) =>
      replaceRow(target, (row) => ({ ...row, kind, value, isSuggested: false })),
    setWhenEmpty: (target: string, whenEmpty: MatchRow["whenEmpty"]) =>
      replaceRow(target, (row) => ({ ...row, whenEmpty })),
    add: (target: string) => {
      rows.value = [...rows.value, emptyRow(target)];
    },
    remove: (target: string) => {
      rows.value = rows.value.filter((row) => row.target !== target);
    },
    matchAutomatically: () => {
      rows.value = withSuggestions(rows.value, suggestMatching(profileFields, targets.value));
    },
  };
}
