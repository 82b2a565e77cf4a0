/**
 * One shape for everything that can go wrong between a click and its effect.
 *
 * Reads  : urql's errors and the server's `UserError`s.
 * Writes : nothing. Pure.
 * Used by: every composable that talks to the server; `features/failures` turns it into words.
 */
import type { CombinedError } from "@urql/core";

export type Failure = {
  /** Stable; the words are picked by it. */
  readonly code: string;
  /** The server's own English words, for a code that has none here. */
  readonly message: string;
  /** Finds the server's log line; null where the server was not reached or had nothing to log. */
  readonly requestId: string | null;
  /** What is wrong with which value of an input; empty for all but `invalid-input`. */
  readonly issues: readonly InputIssue[];
};

/** @see schema.graphql `InputIssue` */
export type InputIssue = { readonly path: string; readonly code: string; readonly message: string };

/** What a failed request says: the server's code and request id, or `network` where no answer came. */
export function failureOf(error: CombinedError | undefined): Failure {
  const [first] = error?.graphQLErrors ?? [];
  if (!first) return { code: "network", message: error?.message ?? "No answer", requestId: null, issues: [] };

  const { code, requestId } = first.extensions;
  return {
    code: typeof code === "string" ? code : "internal",
    message: first.message,
    requestId: typeof requestId === "string" ? requestId : null,
    issues: [],
  };
}

/** A person can put this right: the server refused on purpose and logged nothing. */
export const userFailure = (error: {
  readonly code: string;
  readonly message: string;
  readonly issues?: readonly InputIssue[];
}): Failure => ({ code: error.code, message: error.message, requestId: null, issues: error.issues ?? [] });
