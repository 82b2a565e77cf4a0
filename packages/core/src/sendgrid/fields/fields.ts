/** Field definitions: SendGrid's own fields and custom ones. */
import type { TargetField } from "../../contact/target-field.ts";
import type { Answer, Calls } from "../call-sendgrid.ts";
import { type FieldNames, readField, readFieldNames, readFields } from "../read-answers.ts";

export type NewField = {
  /** 1 to 100 letters, digits and underscores, no digit first. */
  readonly name: string;
  readonly type: "text" | "number" | "date";
};

export type FieldOperations = {
  /** Fields that an upsert can write: SendGrid's own first, then custom ones. */
  fieldDefinitions(signal?: AbortSignal): Answer<readonly TargetField[]>;
  /** The names of all fields, those too that nobody can write. */
  fieldNames(signal?: AbortSignal): Answer<FieldNames>;
  /** Upserts cannot use it at once: `createField` waits until they can. */
  createFieldDefinition(field: NewField, signal?: AbortSignal): Answer<TargetField>;
};

const PATH = "/v3/marketing/field_definitions";
const WIRE_TYPES = { text: "Text", number: "Number", date: "Date" } as const;

export const fieldOperations = ({ call }: Calls): FieldOperations => ({
  fieldDefinitions: (signal) => call({ method: "GET", path: PATH, signal }, readFields),

  fieldNames: (signal) => call({ method: "GET", path: PATH, signal }, readFieldNames),

  createFieldDefinition: ({ name, type }, signal) => {
    const body = JSON.stringify({ name, field_type: WIRE_TYPES[type] });
    return call({ method: "POST", path: PATH, body, signal }, readField);
  },
});
