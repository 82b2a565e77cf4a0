/**
 * Settling: SendGrid has queued contacts under a job; wait until it has decided about each of them.
 *
 * Reads  : the job.
 * Writes : nothing.
 * Used by: runs, after their last upload, for every job of theirs; `readRefused` then tells whom it refused.
 */
import { fail, ok, type Result } from "../result.ts";
import type { Job } from "../sendgrid/read-answers.ts";
import type { SendGridClient } from "../sendgrid/sendgrid-client.ts";
import type { SendGridFailure } from "../sendgrid/sendgrid-failure.ts";
import { type Patience, retrying } from "./patience.ts";

/** A job that has ended. What is behind its `errorsUrl` is for `readRefused`. */
export type SettledJob = Job & { readonly status: "completed" | "errored" | "failed" };

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
  readonly client: Pick<SendGridClient, "job">;
  /** How long a job may be unknown before that is believed: one that was just accepted may not be everywhere yet. */
  readonly believeUnknownAfterMs?: number;
  readonly pauses?: { readonly firstMs: number; readonly factor: number; readonly maxMs: number };
};

/** Jobs took 30 s in every recording, large ones are said to take minutes; a sandbox is done at once. */
const PAUSES = { firstMs: 250, factor: 1.6, maxMs: 15_000 };

/** Longer than anything that was accepted was seen to be unknown. */
export const BELIEVE_UNKNOWN_AFTER_MS = 20_000;

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
      if (hasEnded(job.value)) return ok(job.value);
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

const hasEnded = (job: Job): job is SettledJob => job.status !== "pending";
