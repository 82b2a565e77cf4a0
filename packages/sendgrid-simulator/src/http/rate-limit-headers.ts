import type { Settings } from "../settings.ts";
import type { Allowance } from "./rate-limiter.ts";

type Headers = Record<string, string | number>;

/**
 * What an answer says of its rate limit: always how much is left, and of a 429 when to come back.
 *
 * SendGrid's pages show `x-ratelimit-reset` as a point in time and its marketing endpoints were seen to send seconds;
 * `retry-after` is not documented, and `x-envoy-ratelimited` is what the proxy of some accounts adds.
 *
 * @param now - milliseconds since 1970, by the account's clock.
 */
export function rateLimitHeaders(
  { limit, remaining, resetAt, isExceeded }: Allowance,
  settings: Pick<Settings, "rateLimitHeaders" | "rateLimitReset" | "retryAfter">,
  now: number,
): Headers {
  const headers: Headers = {};
  const waitSeconds = Math.ceil((resetAt - now) / 1_000);
  if (settings.rateLimitHeaders) {
    headers["x-ratelimit-limit"] = limit;
    headers["x-ratelimit-remaining"] = remaining;
    headers["x-ratelimit-reset"] =
      settings.rateLimitReset === "epoch" ? Math.ceil(resetAt / 1_000) : waitSeconds;
  }
  if (!isExceeded) return headers;
  headers["x-envoy-ratelimited"] = "true";
  if (settings.retryAfter === "seconds") headers["retry-after"] = waitSeconds;
  if (settings.retryAfter === "date") headers["retry-after"] = httpDate(resetAt);
  return headers;
}

/** Rounded up to the next second, so that who comes back then is not too early. */
const httpDate = (at: number): string => new Date(Math.ceil(at / 1_000) * 1_000).toUTCString();
