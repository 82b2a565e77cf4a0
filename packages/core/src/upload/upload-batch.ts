/**
 * Uploading: hand one batch to SendGrid, and know afterwards what became of each contact in it.
 *
 * Reads  : a batch of `packBatches`.
 * Writes : contacts on a list, through the client. Safe to repeat: SendGrid tells contacts apart by e-mail.
 * Used by: runs, batch after batch; `settleJob` then follows the jobs it returns.
 */
import type { Rejection } from "../contact/rejection.ts";
import { fail, ok, type Result } from "../result.ts";
import type { SendGridClient } from "../sendgrid/sendgrid-client.ts";
import type { SendGridError, SendGridFailure } from "../sendgrid/sendgrid-failure.ts";
import type { Batch } from "./pack-batches.ts";
import { type Patience, retrying } from "./patience.ts";
import { isRejected, type ReadyRow, type RejectedRow } from "./row.ts";
import { upsertBody } from "./upsert-body.ts";

/** Contacts that SendGrid has queued under one job. */
export type AcceptedPart = { readonly jobId: string; readonly rows: readonly ReadyRow[] };

/** Together these are every row of the batch but its duplicates, each once. */
export type UploadOutcome = {
  /** One part as a rule; several where the batch had to be split. */
  readonly accepted: readonly AcceptedPart[];
  /** Set aside before the upload, or refused by SendGrid. */
  readonly rejected: readonly RejectedRow[];
};

/** The upload ended before every contact had its outcome. Upload the whole batch again, or report what is known. */
export type UploadFailure = { readonly reason: SendGridFailure; readonly soFar: UploadOutcome };

export type UploadOptions = Patience & {
  readonly client: Pick<SendGridClient, "upsertContacts">;
  readonly listId: string;
};

/**
 * So many contacts refused one by one, and none accepted in between, mean that SendGrid refuses the request for
 * a reason it does not name, not the contacts. It bounds what the search for culprits may cost.
 */
const MAX_REFUSED_IN_A_ROW = 100;

/**
 * Sends a batch, and again where that may help. Contacts that SendGrid names are taken out and the rest is sent;
 * where it names none, the batch is halved until the culprits are alone.
 */
export async function uploadBatch(
  batch: Batch,
  options: UploadOptions,
): Promise<Result<UploadOutcome, UploadFailure>> {
  const accepted: AcceptedPart[] = [];
  const rejected: RejectedRow[] = batch.rows.filter(isRejected);
  const pending: (readonly ReadyRow[])[] = batch.contacts.length === 0 ? [] : [batch.contacts];
  let refusedInARow = 0;

  while (pending.length > 0) {
    const rows = pending.pop()!;
    const body = upsertBody(rows, [options.listId]);
    const answer = await retrying(() => options.client.upsertContacts(body, options.signal), options);
    if (answer.ok) {
      accepted.push({ jobId: answer.value.jobId, rows });
      refusedInARow = 0;
      continue;
    }
    const split = splitAfter(answer.failure, rows);
    refusedInARow += split?.isFound ? 0 : (split?.rejected.length ?? 0);
    if (split === null || refusedInARow > MAX_REFUSED_IN_A_ROW) {
      return fail({ reason: answer.failure, soFar: { accepted, rejected } });
    }
    rejected.push(...split.rejected);
    pending.push(...split.rest.toReversed());
  }
  return ok({ accepted, rejected });
}

type Split = {
  readonly rejected: readonly RejectedRow[];
  /** What to send next, in order. */
  readonly rest: readonly (readonly ReadyRow[])[];
  /** Whether SendGrid named the rejected ones. */
  readonly isFound: boolean;
};

/** Null where no smaller request would fare better. */
function splitAfter(failure: SendGridFailure, rows: readonly ReadyRow[]): Split | null {
  switch (failure.code) {
    case "rejected":
      return failure.errors.some(isAboutRequest)
        ? null
        : (withoutNamed(failure.errors, rows) ?? halved(rows, refusedAlone(failure.errors)));
    case "too-large":
      return halved(rows, TOO_LARGE);
    default:
      return null;
  }
}

/** `contacts[12].email`, or `contacts[12]`. */
const CONTACT_FIELD = /^contacts\[(\d+)\](?:\.(.+))?$/;

/** The list is wrong, whoever the contacts are. */
const isAboutRequest = ({ field }: SendGridError) => field?.startsWith("list_ids") ?? false;

function withoutNamed(errors: readonly SendGridError[], rows: readonly ReadyRow[]): Split | null {
  const named = new Map<number, Rejection>();
  for (const { field, message } of errors) {
    const [, index, member] = CONTACT_FIELD.exec(field ?? "") ?? [];
    if (index === undefined || Number(index) >= rows.length || named.has(Number(index))) continue;
    named.set(Number(index), refused(member ?? null, message));
  }
  if (named.size === 0) return null;
  const rest = rows.filter((_, index) => !named.has(index));
  const rejected = [...named].map(([index, rejection]) => ({ profileId: rows[index]!.profileId, rejection }));
  return { rejected, rest: rest.length === 0 ? [] : [rest], isFound: true };
}

function halved(rows: readonly ReadyRow[], rejectionOfOne: Rejection): Split {
  if (rows.length === 1) {
    return {
      rejected: [{ profileId: rows[0]!.profileId, rejection: rejectionOfOne }],
      rest: [],
      isFound: false,
    };
  }
  const middle = Math.ceil(rows.length / 2);
  return { rejected: [], rest: [rows.slice(0, middle), rows.slice(middle)], isFound: false };
}

const refused = (field: string | null, message: string): Rejection => ({
  code: "refused-by-sendgrid",
  field,
  message,
});

function refusedAlone(errors: readonly SendGridError[]): Rejection {
  const [first] = errors;
  return refused(first?.field ?? null, first?.message ?? "SendGrid gave no reason.");
}

const TOO_LARGE: Rejection = {
  code: "contact-too-large",
  field: null,
  message: "SendGrid says that the contact alone is too large.",
};
