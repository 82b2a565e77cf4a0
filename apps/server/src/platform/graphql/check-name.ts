import type { InputIssue } from "./user-error.ts";

const MAX_NAME = 100;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for; PostgreSQL cannot keep U+0000
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * What is wrong with a name that a person gives to a thing of theirs; nothing if it will do.
 *
 * @param name - trimmed.
 */
export function checkName(name: string): readonly InputIssue[] {
  const issue = (code: string, message: string) => [{ path: "name", code, message }];
  if (name === "") return issue("name-missing", "Give it a name.");
  if ([...name].length > MAX_NAME) return issue("too-long", `Use at most ${MAX_NAME} characters.`);
  if (CONTROL.test(name)) return issue("name-unreadable", "Use characters that can be seen.");
  return [];
}
