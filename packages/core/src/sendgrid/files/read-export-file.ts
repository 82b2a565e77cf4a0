/**
 * One file of an export: bytes, gzip or plain, in; members of the list out.
 *
 * Reads  : a stream, no faster than its members are taken, so that 10,000,000 of them are never held at once.
 * Writes : nothing.
 * Used by: the client's `downloadExport`.
 */
import { ok } from "../../result.ts";
import type { Answer, ByteStream } from "../call-sendgrid.ts";
import { type TakePage, takePages, textOf } from "../suppressions/take-pages.ts";
import { createCsvReader } from "./csv-reader.ts";

/** Somebody on a list. */
export type ListMember = {
  /** In lower case, as SendGrid keeps it. */
  readonly email: string;
  /** SendGrid's own id, which removal asks for. A contact that is deleted and added again has a new one. */
  readonly contactId: string;
};

export async function readExportFile(
  file: ByteStream,
  take: TakePage<ListMember>,
  signal?: AbortSignal,
): Answer<{ readonly members: number }> {
  const taken = await takePages(membersOf(file), take, signal);
  return taken.ok ? ok({ members: taken.value }) : taken;
}

/** Columns are found by name: SendGrid has added some over the years, and custom fields have columns too. */
async function* membersOf(file: ByteStream): AsyncGenerator<readonly ListMember[]> {
  let columns: Columns | null = null;
  for await (const lines of linesOf(file)) {
    const [header, ...others] = lines;
    if (header === undefined) continue;
    const rows: typeof lines = columns === null ? others : lines;
    columns ??= columnsOf(header);
    yield membersIn(rows, columns);
  }
}

async function* linesOf(file: ByteStream) {
  const csv = createCsvReader();
  for await (const piece of textOf(file)) yield csv.push(piece);
  yield csv.end();
}

type Columns = { readonly email: number; readonly contactId: number };

function columnsOf(header: readonly string[]): Columns {
  const names = header.map((name) => name.trim().toLowerCase());
  const [email, contactId] = [names.indexOf("email"), names.indexOf("contact_id")];
  if (email < 0 || contactId < 0) throw new Error("The file has no column EMAIL or CONTACT_ID");
  return { email, contactId };
}

/** Contacts without an address are none of ours: every contact we send has one. */
function membersIn(rows: readonly (readonly string[])[], columns: Columns): readonly ListMember[] {
  return rows
    .map((cells) => ({
      email: cells[columns.email]?.trim().toLowerCase() ?? "",
      contactId: cells[columns.contactId]?.trim() ?? "",
    }))
    .filter(({ email, contactId }) => email !== "" && contactId !== "");
}
