/**
 * An import from its request to its upload, as a client does it.
 *
 * Reads  : –
 * Writes : –
 * Used by: the tests of imports and of what they share with other jobs.
 */
import type { Answer, clientOf } from "./a-simulator.ts";

export type StartedImport = {
  readonly job_id: string;
  readonly upload_uri: string;
  readonly upload_headers: readonly { readonly header: string; readonly value: string }[];
};

/** E-mail, first name, and the sandbox's three custom fields. */
export const EMAIL = "_rf2_T";
export const FIRST_NAME = "_rf0_T";

export async function startImport(
  { call }: ReturnType<typeof clientOf>,
  mappings: readonly (string | null)[],
  listIds?: readonly string[],
): Promise<Answer> {
  const lists = listIds && { list_ids: listIds };
  return await call("PUT", "/v3/marketing/contacts/imports", {
    file_type: "csv",
    field_mappings: mappings,
    ...lists,
  });
}

export const headersOf = ({ upload_headers }: StartedImport): Record<string, string> =>
  Object.fromEntries(upload_headers.map(({ header, value }) => [header, value]));

export const upload = (started: StartedImport, file: string | Uint8Array<ArrayBuffer>): Promise<Response> =>
  fetch(started.upload_uri, { method: "PUT", headers: headersOf(started), body: file });
