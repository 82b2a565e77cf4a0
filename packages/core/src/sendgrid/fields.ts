/** Field definitions: SendGrid's own fields and custom ones. */
import type { TargetField } from "../contact/target-field.ts";
import type { Answer, Calls } from "./call-sendgrid.ts";
import { readFields } from "./read-answers.ts";

export type FieldOperations = {
  /** Fields that an upsert can write: SendGrid's own first, then custom ones. */
  fieldDefinitions(signal?: AbortSignal): Answer<readonly TargetField[]>;
};

export const fieldOperations = ({ call }: Calls): FieldOperations => ({
  fieldDefinitions: (signal) =>
    call({ method: "GET", path: "/v3/marketing/field_definitions", signal }, readFields),
});
