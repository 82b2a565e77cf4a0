/**
 * Settling: SendGrid has queued contacts under a job; wait until it has decided about each of them.
 *
 * Reads  : the job, and the file of what it refused.
 * Writes : nothing.
 * Used by: runs, after their last upload, for every job of theirs.
 */
import { fail, ok, type Result } from "../result.ts";
import type { RefusedContact } from "../sendgrid/errors-file.ts";
import type { Job } from "../sendgrid/read-answers.ts";
import type { SendGridClient } from "../sendgrid/sendgrid-client.ts";
import type { SendGridFailure } from "../sendgrid/sendgrid-failure.ts";
import { type Patience, retrying } from "./patience.ts";

/** A job that has ended. */
export type SettledJob = Job & {
  readonly status: "completed" | "errored" | "failed";
  /** Contacts it did not apply. Fewer than `erroredCount` where SendGrid does not name them all. */
  readonly refused: readonly RefusedContact[];
};

export type SettleFailure =
  | SendGridFailure
  /** Time was up and the job had not ended, though its counts may be full. Ask again later: it may still. */
  | { readonly code: "still-pending" }
  /**
   * SendGrid accepted the job and, asked again and again, does not know it. Nobody can say what became of its
   * contacts: send them again, for upserts repeat safely.
   */
  | { readonly code: "job-unknown" };

export type SettleOptions = Patience & {
  readonly client: Pick<SendGridClient, "job" | "refusedContacts">;
  /** How long a job may be unknown before that is believed: one that was just accepted may not be everywhere yet. */
  readonly believeUnknownAfterMs?: number;
  readonly pauses?: { readonly firstMs: number; readonly factor: number; readonly maxMs: number };
};

/** Jobs took 30 s in every recording, large ones are said to take minutes; a sandbox is done at once. */
const PAUSES = { firstMs: 250, factor: 1.6, maxMs: 15_000 };

const BELIEVE_UNKNOWN_AFTER_MS = 20_000;

/**
 * Asks after a job, with growing pauses, until it has ended.
 *
 * Only the status tells: counts reach their end while a job is still pending.
 */
export async function settleJob(
  jobId: string,
  options: SettleOptions,
): Promise<Result<SettledJob, SettleFailure>> {
  const { client, clock, random, signal, giveUpAfterMs, pauses = PAUSES } = options;
  const { believeUnknownAfterMs = BELIEVE_UNKNOWN_AFTER_MS } = options;
  const endsAtMs = clock.now() + giveUpAfterMs;
  const patience = (): Patience => ({ ...options, giveUpAfterMs: Math.max(0, endsAtMs - clock.now()) });

  let unknownSinceMs: number | null = null;

  for (let pauseMs = pauses.firstMs; ; pauseMs = Math.min(pauseMs * pauses.factor, pauses.maxMs)) {
    const isLast = clock.now() >= endsAtMs;
    const job = await retrying(() => client.job(jobId, signal), patience());
    if (job.ok) {
      unknownSinceMs = null;
      if (hasEnded(job.value)) return await withRefused(jobId, job.value, client, patience());
      if (isLast) return fail({ code: "still-pending" });
    } else {
      if (job.failure.code !== "not-found") return job;
      unknownSinceMs ??= clock.now();
      if (isLast || clock.now() - unknownSinceMs >= believeUnknownAfterMs)
        return fail({ code: "job-unknown" });
    }
    const jitteredMs = pauseMs * (0.75 + random() / 2);
    await clock.wait(Math.min(jitteredMs, Math.max(0, endsAtMs - clock.now())), signal);
  }
}

type EndedJob = Job & { readonly status: SettledJob["status"] };

const hasEnded = (job: Job): job is EndedJob => job.status !== "pending";

/** The file's address expires: each further try asks the job for a new one. */
async function withRefused(
  jobId: string,
  job: EndedJob,
  client: SettleOptions["client"],
  patience: Patience,
): Promise<Result<SettledJob, SendGridFailure>> {
  if (job.errorsUrl === null) return ok({ ...job, refused: [] });
  let url = job.errorsUrl;
  const read = async () => {
    const refused = await client.refusedContacts(url, patience.signal);
    if (refused.ok || patience.signal?.aborted) return refused;
    const again = await client.job(jobId, patience.signal);
    if (again.ok) url = again.value.errorsUrl ?? url;
    return refused;
  };
  const refused = await retrying(read, patience);
  return refused.ok ? ok({ ...job, refused: refused.value }) : refused;
}
