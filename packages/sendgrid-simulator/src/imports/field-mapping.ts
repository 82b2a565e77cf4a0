/**
 * Which column of a file fills which field: `field_mappings`, by position.
 *
 * Reads  : the request, the account's custom fields.
 * Writes : nothing. Pure.
 * Used by: `start-import.ts` checks them, `check-csv-row.ts` obeys them.
 */
import type { CustomField } from "../fields/field-store.ts";
import { RESERVED_FIELDS } from "../fields/reserved-fields.ts";
import type { WireError } from "../http/errors.ts";

/** A field's id; null for a column that is skipped. */
export type FieldMappings = readonly (string | null)[];

/** By id. What SendGrid keeps itself cannot be written. */
const WRITABLE_FIELDS: ReadonlyMap<string, string> = new Map(
  RESERVED_FIELDS.filter(({ name, read_only }) => !read_only && !/_ids$/.test(name)).map(({ id, name }) => [
    id,
    name,
  ]),
);

/** @returns the reserved field's name; undefined for a custom field. */
export const reservedName = (id: string): string | undefined => WRITABLE_FIELDS.get(id);

export function mappingProblem(
  mappings: unknown,
  customFields: ReadonlyMap<string, CustomField>,
): WireError | null {
  const field = "field_mappings";
  if (!Array.isArray(mappings)) return { field, message: "field_mappings is required" };
  if (mappings.length < 1) return { field, message: "at least one field mapping is required" };
  const wrong = mappings.findIndex((id) => id !== null && typeof id !== "string");
  if (wrong >= 0) return { field: `${field}[${wrong}]`, message: "must be a string or null" };
  const ids = (mappings as FieldMappings).filter((id) => id !== null);
  const unknown = ids.filter((id) => reservedName(id) === undefined && !customFields.has(id));
  if (unknown.length > 0) return { field, message: `invalid field ids supplied - ${unknown.join(",")}` };
  return new Set(ids).size < ids.length
    ? { field, message: "a field can be mapped to one column only" }
    : null;
}
