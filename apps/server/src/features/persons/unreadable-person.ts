import type { InputIssue } from "../../platform/graphql/user-error.ts";

/** @param path - of the input that was to tell who is meant. */
export const unreadablePerson = (path: string): InputIssue => ({
  path,
  code: "person-unreadable",
  message: "This is neither an e-mail address nor the id of a profile.",
});
