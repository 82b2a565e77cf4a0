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
  patience: Patience,
): Promise<Result<Value, SendGridFailure>> {
  const mayTryAgain = createRetries(patience);
  for (;;) {
    if (patience.signal?.aborted) return fail({ code: "canceled" });
    const outcome = await attempt();
    if (outcome.ok || !(await mayTryAgain(outcome.failure))) return outcome;
  }
}

/**
 * The same for what comes in pages: after a failure all of it is read anew, and a page may come twice. A failure is
 * the last element.
 */
export async function* retryingPages<Item>(
  read: () => AsyncGenerator<Result<readonly Item[], SendGridFailure>>,
  patience: Patience,
): AsyncGenerator<Result<readonly Item[], SendGridFailure>> {
  const mayTryAgain = createRetries(patience);
  for (;;) {
    if (patience.signal?.aborted) return yield fail({ code: "canceled" });
    const failed = yield* untilFailure(read());
    if (failed === null) return;
    if (!(await mayTryAgain(failed.failure))) return yield failed;
  }
}

/** Hands on the pages that were read. @returns what ended them, null where nothing did. */
async function* untilFailure<Item>(pages: AsyncGenerator<Result<readonly Item[], SendGridFailure>>) {
  for await (const page of pages) {
    if (!page.ok) return page;
    yield page;
  }
  return null;
}

/** Waits after a failure where trying again may help. @returns whether to do so. */
function createRetries({ clock, random, signal, giveUpAfterMs, onRetry }: Patience) {
  const endsAtMs = clock.now() + giveUpAfterMs;
  let isLast = clock.now() >= endsAtMs;
  let tries = 0;
  return async (failure: SendGridFailure): Promise<boolean> => {
    if (isLast || !isRetryable(failure)) return false;
    tries += 1;
    const nextTryAtMs = Math.min(clock.now() + retryDelay(tries, failure, { random }), endsAtMs);
    onRetry?.(failure, nextTryAtMs);
    await clock.wait(Math.max(0, nextTryAtMs - clock.now()), signal);
    isLast = clock.now() >= endsAtMs;
    return true;
  };
}
