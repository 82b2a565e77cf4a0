/**
 * Who is on a list: ask SendGrid for an export, wait until it is ready, read its files.
 *
 * Reads  : the export and its files.
 * Writes : nothing but the export, which SendGrid drops after 12 hours.
 * Used by: `mirrorList`, for the contact ids that removal asks for.
 */
import { fail, ok, type Result } from "../result.ts";
import type { ListExport } from "../sendgrid/contacts/exports.ts";
import type { ListMember } from "../sendgrid/files/read-export-file.ts";
import type { SendGridClient } from "../sendgrid/sendgrid-client.ts";
import type { SendGridFailure } from "../sendgrid/sendgrid-failure.ts";
import type { TakePage } from "../sendgrid/suppressions/take-pages.ts";
import { type Patience, retrying } from "../upload/patience.ts";
import { BELIEVE_UNKNOWN_AFTER_MS } from "../upload/settle-job.ts";

export type ListMembersFailure =
  | SendGridFailure
  /** SendGrid could not make the export; in its own words, where it has any. */
  | { readonly code: "export-failed"; readonly message: string | null }
  /** The files are gone, 12 hours after they were asked for. Ask for new ones. */
  | { readonly code: "export-expired" }
  /** SendGrid took the request and, asked again and again, does not know the export, each time. */
  | { readonly code: "export-lost" }
  /** Time was up and the export was not ready. */
  | { readonly code: "export-pending" };

export type ListMembersOptions = Patience & {
  readonly client: Pick<SendGridClient, "startExport" | "export" | "downloadExport">;
  /** How long an export may be unknown before that is believed. */
  readonly believeUnknownAfterMs?: number;
  readonly exportPauses?: { readonly firstMs: number; readonly factor: number; readonly maxMs: number };
};

const PAUSES = { firstMs: 500, factor: 1.6, maxMs: 15_000 };
const MAX_EXPORTS = 3;

/**
 * Reads everybody on a list, some at a time.
 *
 * A file that breaks off is read anew, so a member may be taken twice, but none is left out of a success.
 *
 * @returns how many members the files have; `not-found` where there is no such list.
 */
export async function readListMembers(
  listId: string,
  take: TakePage<ListMember>,
  options: ListMembersOptions,
): Promise<Result<{ readonly members: number }, ListMembersFailure>> {
  const { client, signal } = options;
  const ready = await prepareExport(listId, options);
  if (!ready.ok) return ready;

  let members = 0;
  for (const url of ready.value.urls) {
    const file = await retrying(() => client.downloadExport(url, take, signal), options);
    if (!file.ok) return hasExpired(ready.value, options) ? fail({ code: "export-expired" }) : file;
    members += file.value.members;
  }
  return ok({ members });
}

/** One that SendGrid has lost is asked for anew. */
async function prepareExport(
  listId: string,
  options: ListMembersOptions,
): Promise<Result<ListExport, ListMembersFailure>> {
  const { client, signal } = options;
  for (let exports = 0; exports < MAX_EXPORTS; exports++) {
    const started = await retrying(() => client.startExport({ listIds: [listId] }, signal), options);
    if (!started.ok) return started;
    const ready = await untilReady(started.value.exportId, options);
    if (ready.ok || ready.failure.code !== "export-lost") return ready;
  }
  return fail({ code: "export-lost" });
}

async function untilReady(
  exportId: string,
  options: ListMembersOptions,
): Promise<Result<ListExport, ListMembersFailure>> {
  const { client, clock, random, signal, giveUpAfterMs, exportPauses: pauses = PAUSES } = options;
  const { believeUnknownAfterMs = BELIEVE_UNKNOWN_AFTER_MS } = options;
  let unknownSinceMs: number | null = null;
  const endsAtMs = clock.now() + giveUpAfterMs;
  for (let pauseMs = pauses.firstMs; ; pauseMs = Math.min(pauseMs * pauses.factor, pauses.maxMs)) {
    const leftMs = Math.max(0, endsAtMs - clock.now());
    const asked = await retrying(() => client.export(exportId, signal), {
      ...options,
      giveUpAfterMs: leftMs,
    });
    if (!asked.ok && asked.failure.code !== "not-found") return asked;
    unknownSinceMs = asked.ok ? null : (unknownSinceMs ?? clock.now());
    if (asked.ok && asked.value.status !== "pending") return judged(asked.value);
    const isBelieved = unknownSinceMs !== null && clock.now() - unknownSinceMs >= believeUnknownAfterMs;
    if (isBelieved || (leftMs === 0 && !asked.ok)) return fail({ code: "export-lost" });
    if (leftMs === 0) return fail({ code: "export-pending" });
    await clock.wait(Math.min(pauseMs * (0.75 + random() / 2), Math.max(0, endsAtMs - clock.now())), signal);
  }
}

/** No files is nobody, unless SendGrid counts somebody: to take that for nobody would lose people. */
function judged(asked: ListExport): Result<ListExport, ListMembersFailure> {
  if (asked.status === "failure") return fail({ code: "export-failed", message: asked.message });
  const isWhole = asked.urls.length > 0 || (asked.contactCount ?? 0) === 0;
  return isWhole
    ? ok(asked)
    : fail({ code: "export-failed", message: "The export has contacts and no files." });
}

const hasExpired = ({ expiresAtMs }: ListExport, { clock }: Patience) =>
  expiresAtMs !== null && clock.now() >= expiresAtMs;
