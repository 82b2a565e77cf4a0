import { parseApiKey } from "@keruen/core";
import * as v from "valibot";
import type { SendGridRegion } from "../account/send-grid.graphql.ts";
import { contactLimitSchema } from "../edit/edit-schema.ts";

/** What the set-up form holds before it is complete. */
export type SetupDraft = {
  name: string;
  apiKey: string;
  region: SendGridRegion;
  listId: string | null;
  contactLimit: string;
  consent: boolean;
};

/** What must be there to connect; `words` says what is missing, by the field. */
export const setupSchema = (words: (field: Exclude<keyof SetupDraft, "region">) => string) =>
  v.object({
    name: v.pipe(v.string(), v.trim(), v.nonEmpty(words("name"))),
    apiKey: v.pipe(
      v.string(),
      v.check((key) => parseApiKey(key).ok, words("apiKey")),
    ),
    listId: v.pipe(v.nullable(v.string()), v.string(words("listId"))),
    contactLimit: contactLimitSchema(words("contactLimit")),
    consent: v.pipe(
      v.boolean(),
      v.check((isGiven) => isGiven, words("consent")),
    ),
  });
