/**
 * Settling: SendGrid has queued contacts under a job; wait until it has decided about each of them.
 *
 * Reads  : the jobs.
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
  for await (const { settled } of settleJobs([{ jobId }], options)) return settled;
  throw new Error("A job that is followed comes to an end.");
}

/** @param believeUnknownAfterMs - where this job's differs from the others', such as that of one accepted long ago. */
export type OpenJob = { readonly jobId: string; readonly believeUnknownAfterMs?: number };

/**
 * The same for several, which have their time together: one after the other, in the order they were accepted, for they
 * end so as a rule. One that is still pending after the longest pause lets the others go first.
 *
 * @returns each job once, as it ends or fails.
 */
export async function* settleJobs<Open extends OpenJob>(
  jobs: readonly Open[],
  options: SettleOptions,
): AsyncGenerator<{ readonly job: Open; readonly settled: Result<SettledJob, SettleFailure> }> {
  const { clock, random, signal, giveUpAfterMs, pauses = PAUSES } = options;
  const endsAtMs = clock.now() + giveUpAfterMs;
  const open = jobs.map(
    (job): Followed<Open> => ({
      ...{ job, pauseMs: pauses.firstMs, nextAtMs: clock.now(), unknownSinceMs: null },
    }),
  );
  for (let followed = open.shift(); followed; followed = open.shift()) {
    const waitMs = Math.min(followed.nextAtMs, endsAtMs) - clock.now();
    if (waitMs > 0) await clock.wait(waitMs, signal);
    const settled = await ask(followed, options, endsAtMs);
    if (settled !== null) {
      yield { job: followed.job, settled };
      continue;
    }
    followed.nextAtMs = clock.now() + followed.pauseMs * (0.75 + random() / 2);
    if (followed.pauseMs < pauses.maxMs) open.unshift(followed);
    else open.push(followed);
    followed.pauseMs = Math.min(followed.pauseMs * pauses.factor, pauses.maxMs);
  }
}

type Followed<Open extends OpenJob> = {
  readonly job: Open;
  pauseMs: number;
  nextAtMs: number;
  unknownSinceMs: number | null;
};

/** @returns null while it is to be asked after again. */
async function ask(
  followed: Followed<OpenJob>,
  { client, believeUnknownAfterMs = BELIEVE_UNKNOWN_AFTER_MS, ...patience }: SettleOptions,
  endsAtMs: number,
): Promise<Result<SettledJob, SettleFailure> | null> {
  const { clock, signal } = patience;
  const { jobId, believeUnknownAfterMs: believeAfterMs = believeUnknownAfterMs } = followed.job;
  const isLast = clock.now() >= endsAtMs;
  const giveUpAfterMs = Math.max(0, endsAtMs - clock.now());
  const job = await retrying(() => client.job(jobId, signal), { ...patience, giveUpAfterMs });
  if (job.ok) {
    followed.unknownSinceMs = null;
    if (hasEnded(job.value)) return ok(job.value);
    return isLast ? fail({ code: "still-pending" }) : null;
  }
  if (job.failure.code !== "not-found") return job;
  followed.unknownSinceMs ??= clock.now();
  return isLast || clock.now() - followed.unknownSinceMs >= believeAfterMs
    ? fail({ code: "job-unknown" })
    : null;
}

const hasEnded = (job: Job): job is SettledJob => job.status !== "pending";
