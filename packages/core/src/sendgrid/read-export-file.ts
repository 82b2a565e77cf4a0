/**
 * One file of an export: bytes, gzip or plain, in; members of the list out.
 *
 * Reads  : a stream, no faster than its members are taken, so that 10,000,000 of them are never held at once.
 * Writes : nothing.
 * Used by: the client's `downloadExport`.
 */
import { fail, ok } from "../result.ts";
import type { Answer, ByteStream } from "./call-sendgrid.ts";
import { createCsvReader } from "./csv-reader.ts";
import { unpackGzip } from "./unpack-gzip.ts";

/** Somebody on a list. */
export type ListMember = {
  /** In lower case, as SendGrid keeps it. */
  readonly email: string;
  /** SendGrid's own id, which removal asks for. A contact that is deleted and added again has a new one. */
  readonly contactId: string;
};

/** Is handed members as they are read. What it throws ends the reading and is thrown on. */
export type TakeMembers = (members: readonly ListMember[]) => Promise<void>;

/** How many members are handed over at once, and no more than one piece of the file on top. */
const BATCH = 1_000;

export async function readExportFile(
  file: ByteStream,
  take: TakeMembers,
  signal?: AbortSignal,
): Answer<{ readonly members: number }> {
  const batches = membersOf(file);
  let members = 0;
  try {
    for (;;) {
      const batch = await nextOf(batches, signal);
      if (!batch.ok) return batch;
      if (batch.value === null) return ok({ members });
      members += batch.value.length;
      await take(batch.value);
    }
  } finally {
    await batches.return(undefined).catch(() => undefined); // a stream that broke has nothing left to close
  }
}

async function nextOf(batches: AsyncGenerator<readonly ListMember[]>, signal?: AbortSignal) {
  try {
    const next = await batches.next();
    if (signal?.aborted) return fail({ code: "canceled" } as const);
    return ok(next.done ? null : next.value);
  } catch (error) {
    if (signal?.aborted) return fail({ code: "canceled" } as const);
    const cause = error instanceof Error ? error.message : String(error);
    return fail({ code: "unavailable", status: null, cause } as const);
  }
}

/** Columns are found by name: SendGrid has added some over the years, and custom fields have columns too. */
async function* membersOf(file: ByteStream): AsyncGenerator<readonly ListMember[]> {
  const csv = createCsvReader();
  let columns: Columns | null = null;
  let batch: ListMember[] = [];
  for await (const lines of linesOf(file, csv)) {
    const [header, ...others] = lines;
    if (header === undefined) continue;
    const rows: typeof lines = columns === null ? others : lines;
    columns ??= columnsOf(header);
    batch.push(...membersIn(rows, columns));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* linesOf(file: ByteStream, csv: ReturnType<typeof createCsvReader>) {
  const text = (await unpackGzip(file)).pipeThrough(new TextDecoderStream());
  for await (const piece of text) yield csv.push(piece);
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
