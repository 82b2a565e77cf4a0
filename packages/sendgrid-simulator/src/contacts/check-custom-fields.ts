/**
 * Custom field values of one contact, as a request carries them: by field id.
 *
 * Reads  : the values, the account's fields.
 * Writes : `fields.custom_fields` in the form it is stored, and what is wrong.
 * Used by: `check-contacts.ts`.
 */
import type { CustomField } from "../fields/field-store.ts";
import { MAX_CUSTOM_TEXT_LENGTH, type StoredFields } from "./contact-fields.ts";
import { isLongerThan, tooLong } from "./field-length.ts";
import type { Findings } from "./findings.ts";
import { readDate } from "./read-date.ts";

export function checkCustomFields(
  values: unknown,
  known: ReadonlyMap<string, CustomField>,
  fields: StoredFields,
  { at, late, unknownFields }: Findings,
): void {
  if (values === undefined) return;
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    at("custom_fields", "must be an object");
    return;
  }
  const stored: Record<string, string | number | null> = {};
  for (const [id, value] of Object.entries(values)) {
    const field = known.get(id);
    if (!field) unknownFields.add(id);
    else if (typeof value !== "string" && typeof value !== "number") {
      at(`custom_fields.${id}`, "must be a string or a number");
    } else if (value === "") stored[id] = null;
    else if (field.type === "Text") {
      const text = String(value);
      if (isLongerThan(text, MAX_CUSTOM_TEXT_LENGTH))
        at(`custom_fields.${id}`, tooLong(MAX_CUSTOM_TEXT_LENGTH));
      else stored[id] = text;
    } else {
      const read = field.type === "Date" ? readDate(value) : readNumber(value);
      if (read === null) late.push(`${field.name} '${value}' is not a valid ${field.type}`);
      else stored[id] = read;
    }
  }
  fields.custom_fields = stored;
}

const readNumber = (value: string | number): number | null => {
  if (typeof value === "number") return value;
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
};
