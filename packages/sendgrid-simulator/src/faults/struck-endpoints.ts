/**
 * Which calls a fault strikes, by the name it was asked for with.
 *
 * Reads  : nothing. Pure.
 * Writes : nothing.
 * Used by: `fault.ts`, `fault-schedule.ts`, `fault-plan.ts`, `planned-kinds.ts`.
 */

/** Whose jobs can come to grief: everything that is accepted now and done later. */
export const JOB_ENDPOINTS: readonly string[] = [
  "PUT /v3/marketing/contacts",
  "PUT /v3/marketing/contacts/imports",
  "DELETE /v3/marketing/contacts",
  "DELETE /v3/marketing/contacts/:id/identifiers",
  "DELETE /v3/marketing/lists/:id/contacts",
  "POST /v3/marketing/contacts/exports",
];

/** Uploads and downloads at the object storage, whatever the file. */
const STORAGE_ENDPOINTS: readonly string[] = ["PUT storage", "GET storage"];

export const isStorage = (endpoint: string): boolean => STORAGE_ENDPOINTS.includes(endpoint);

/** `*` is every call of the API; the storage is another service and is struck only by name. */
export const covers = (asked: string, endpoint: string): boolean =>
  asked === endpoint || (asked === "*" && !isStorage(endpoint));
