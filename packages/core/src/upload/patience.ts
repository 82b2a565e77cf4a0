import { fail, type Result } from "../result.ts";
import type { Clock } from "../sendgrid/clock.ts";
import { isRetryable, type SendGridFailure } from "../sendgrid/sendgrid-failure.ts";
import { retryDelay } from "./retry-delay.ts";

/** What waiting and trying again takes. */
export type Patience = {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly signal?: AbortSignal;
  /** After so many milliseconds since the first try there is one last try. */
  readonly giveUpAfterMs: number;
  /** Told before each wait, so that a screen can say when the next try is. */
  readonly onRetry?: (failure: SendGridFailure, nextTryAtMs: number) => void;
};

/**
 * Tries until it works, until trying again is no use, or until time is up. The last try comes when time is up,
 * never before: a wait that would pass the end is cut to end there.
 */
export async function retrying<Value>(
  attempt: () => Promise<Result<Value, SendGridFailure>>,
  { clock, random, signal, giveUpAfterMs, onRetry }: Patience,
): Promise<Result<Value, SendGridFailure>> {
  const endsAtMs = clock.now() + giveUpAfterMs;
  for (let tries = 1; ; tries++) {
    if (signal?.aborted) return fail({ code: "canceled" });
    const isLast = clock.now() >= endsAtMs;
    const outcome = await attempt();
    if (outcome.ok || isLast || !isRetryable(outcome.failure)) return outcome;
    const nextTryAtMs = Math.min(clock.now() + retryDelay(tries, outcome.failure, { random }), endsAtMs);
    onRetry?.(outcome.failure, nextTryAtMs);
    await clock.wait(Math.max(0, nextTryAtMs - clock.now()), signal);
  }
}
