/** Exports: who is on a list, as files that SendGrid prepares and keeps for 12 hours. */
import type { Answer, Calls } from "../call-sendgrid.ts";
import { type ListMember, readExportFile } from "../files/read-export-file.ts";
import type { WireExport, WireExportStarted } from "../sendgrid-wire.ts";
import type { TakePage } from "../suppressions/take-pages.ts";

export type ExportOperations = {
  /** Asks for files of everybody on these lists; `readListMembers` follows it. */
  startExport(
    request: { readonly listIds: readonly string[] },
    signal?: AbortSignal,
  ): Answer<{ readonly exportId: string }>;
  export(id: string, signal?: AbortSignal): Answer<ListExport>;
  /**
   * Reads one file of an export, of any length, some members at a time; the next are read when `take` is done.
   * The key is not sent along: the address is another company's.
   *
   * A file that breaks off is a failure, though what was read of it has been taken.
   *
   * @returns how many members the file has.
   */
  downloadExport(
    url: string,
    take: TakePage<ListMember>,
    signal?: AbortSignal,
  ): Answer<{ readonly members: number }>;
};

const EXPORT_ENDS = ["ready", "failure"] as const;

/** Where an export stands. */
export type ListExport = {
  /** `pending` for any word that is none of the documented ends: taken for one, an export without files yet is nobody. */
  readonly status: "pending" | (typeof EXPORT_ENDS)[number];
  /** None where nobody is on the list. */
  readonly urls: readonly string[];
  readonly contactCount: number | null;
  /** Milliseconds since 1970; after that there are no files any more. */
  readonly expiresAtMs: number | null;
  /** SendGrid's own words on a failure. */
  readonly message: string | null;
};

const PATH = "/v3/marketing/contacts/exports";

export const exportOperations = ({ call, openFile }: Calls): ExportOperations => ({
  startExport({ listIds }, signal) {
    const body = JSON.stringify({ list_ids: listIds, file_type: "csv", notifications: { email: false } });
    return call({ method: "POST", path: PATH, body, signal }, readExportId);
  },

  export: (id, signal) =>
    call({ method: "GET", path: `${PATH}/${encodeURIComponent(id)}`, signal }, readExport),

  async downloadExport(url, take, signal) {
    const file = await openFile(url, signal);
    return file.ok ? await readExportFile(file.value, take, signal) : file;
  },
});

const readExportId = ({ id }: WireExportStarted) => (id ? { exportId: id } : null);

function readExport({ status, urls, contact_count, expires_at, message }: WireExport): ListExport | null {
  if (status === undefined) return null;
  const expiresAtMs = Date.parse(expires_at ?? "");
  return {
    status: EXPORT_ENDS.find((end) => end === status) ?? "pending",
    urls: urls ?? [],
    contactCount: contact_count ?? null,
    expiresAtMs: Number.isNaN(expiresAtMs) ? null : expiresAtMs,
    message: message || null,
  };
}
