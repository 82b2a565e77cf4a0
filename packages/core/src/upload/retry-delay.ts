import type { SendGridFailure } from "../sendgrid/sendgrid-failure.ts";

const BASE_MS = 500;
const CAP_MS = 60_000;

/**
 * How long to wait before the next try.
 *
 * Full jitter: anything up to a ceiling that doubles with each try, so that workers which failed together do
 * not come back together. Where SendGrid says how long, that long, and up to a second more for the same reason.
 *
 * @param attempt - tries so far, from 1.
 * @param random - uniform in [0, 1).
 * @returns milliseconds.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function retryDelay(
  attempt: number,
  failure: SendGridFailure,
  { random }: { random: () => number },
): number {
  if (failure.code === "rate-limited" && failure.retryAfterMs !== null)
    return failure.retryAfterMs + random() * 1_000;
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
}
