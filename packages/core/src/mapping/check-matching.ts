/**
 * What is wrong with a data matching, told all at once.
 *
 * Reads  : the matching, the profile fields and the SendGrid fields there are.
 * Writes : nothing. Pure.
 * Used by: the server before it saves or runs an export, the console as the user types.
 */
import { AS_WRITTEN } from "../contact/as-written.ts";
import { canBeCleared } from "../contact/identifiers.ts";
import type { TargetField } from "../contact/target-field.ts";
import { NOBODY, wireRule } from "../contact/wire-value.ts";
import type { Match } from "./data-matching.ts";
import { parseTemplate } from "./template.ts";

export type MatchingIssue = {
  /** Position of the match in the matching. */
  readonly index: number;
  readonly part: "target" | "value" | "whenEmpty";
  readonly code:
    | "unknown-target"
    | "target-filled-twice"
    | "unknown-field"
    | "constant-empty"
    /** SendGrid would refuse it for everybody; `message` says why. */
    | "constant-unusable"
    | "template-malformed"
    | "template-without-field"
    /** Only texts can be cleared, and no identifier. */
    | "clearing-impossible";
  readonly message: string;
};

export type MatchingScope = {
  /** Names of the attributes that profiles have. */
  readonly profileFields: readonly string[];
  /** Fields that SendGrid has. */
  readonly targets: readonly TargetField[];
};

/** Every issue of every match, in order; none means it can run (see `missingFields` for what it lacks). */
export function checkMatching(matching: readonly Match[], scope: MatchingScope): readonly MatchingIssue[] {
  const taken = new Set<string>();
  return matching.flatMap((match, index) => {
    const isTwice = taken.has(match.target);
    taken.add(match.target);
    const issues = [
      ...targetIssues(match, scope, isTwice),
      ...valueIssues(match, scope),
      ...emptyIssues(match, scope),
    ];
    return issues.map((issue) => ({ index, ...issue }));
  });
}

type Issue = Omit<MatchingIssue, "index">;

function* targetIssues({ target }: Match, { targets }: MatchingScope, isTwice: boolean): Generator<Issue> {
  if (!targets.some((field) => field.id === target)) {
    yield {
      part: "target",
      code: "unknown-target",
      message: `SendGrid has no field ${target} that can be written.`,
    };
  }
  if (isTwice) {
    yield {
      part: "target",
      code: "target-filled-twice",
      message: `${target} is already filled by a match above.`,
    };
  }
}

function* valueIssues(match: Match, scope: MatchingScope): Generator<Issue> {
  if (match.kind === "field") yield* unknownFields([match.value], scope);
  if (match.kind === "constant") yield* constantIssues(match, scope);
  if (match.kind === "template") yield* templateIssues(match.value, scope);
}

function* emptyIssues({ target, whenEmpty }: Match, { targets }: MatchingScope): Generator<Issue> {
  const field = targets.find(({ id }) => id === target);
  if (whenEmpty !== "clear" || !field || canBeCleared(field)) return;
  const message = `SendGrid cannot be told to clear ${field.name}. Leave what it has.`;
  yield { part: "whenEmpty", code: "clearing-impossible", message };
}

function* unknownFields(names: readonly string[], { profileFields }: MatchingScope): Generator<Issue> {
  for (const name of names) {
    if (profileFields.includes(name)) continue;
    const message = name === "" ? "Choose a profile field." : `Profiles have no field ${name}.`;
    yield { part: "value", code: "unknown-field", message };
  }
}

function* constantIssues({ target, value }: Match, { targets }: MatchingScope): Generator<Issue> {
  if (value.trim() === "") {
    yield { part: "value", code: "constant-empty", message: "Write the text to send." };
    return;
  }
  const field = targets.find(({ id }) => id === target);
  const wire = field && wireRule(field, AS_WRITTEN)(value, NOBODY);
  if (wire && !wire.ok) yield { part: "value", code: "constant-unusable", message: wire.failure.message };
}

function* templateIssues(template: string, scope: MatchingScope): Generator<Issue> {
  const parts = parseTemplate(template);
  if (!parts.ok) {
    const message = "Every {{ needs its }}, with the name of a profile field between them.";
    yield { part: "value", code: "template-malformed", message };
    return;
  }
  const names = parts.value.flatMap((part) => ("field" in part ? [part.field] : []));
  if (names.length === 0) {
    const message = "Name a profile field in double braces, or make it a constant.";
    yield { part: "value", code: "template-without-field", message };
  }
  yield* unknownFields(names, scope);
}
