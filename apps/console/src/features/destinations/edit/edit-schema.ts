import { parseApiKey } from "@keruen/core";
import * as v from "valibot";
import { readContactLimit } from "./contact-limit.ts";

/** What the form holds of a destination that is being changed. An empty key leaves the one it has. */
export type EditDraft = { name: string; apiKey: string; listId: string | null; contactLimit: string };

/** What must be right to save; `words` says what is not, by the field. */
export const editSchema = (words: (field: "name" | "apiKey" | "contactLimit") => string) =>
  v.object({
    name: v.pipe(v.string(), v.trim(), v.nonEmpty(words("name"))),
    apiKey: v.pipe(
      v.string(),
      v.check((key) => key.trim() === "" || parseApiKey(key).ok, words("apiKey")),
    ),
    contactLimit: contactLimitSchema(words("contactLimit")),
  });

export const contactLimitSchema = (words: string) =>
  v.pipe(
    v.string(),
    v.check((written) => readContactLimit(written) !== undefined, words),
  );
