/**
 * Rate limits: so many calls in a fixed window, for each endpoint and key.
 *
 * Reads  : the limits of the settings, the clock.
 * Writes : its own counts, in memory; a restart forgives.
 * Used by: `guard.ts`, before anything else is done for a call.
 */
import type { RateLimits, Settings } from "../settings.ts";

export type Allowance = {
  readonly limit: number;
  readonly remaining: number;
  /** When the window ends; milliseconds since 1970. */
  readonly resetAt: number;
  readonly isExceeded: boolean;
};

export class RateLimiter {
  readonly #settings: Readonly<Settings>;
  readonly #clock: () => number;
  readonly #used = new Map<string, { window: number; count: number }>();

  constructor(settings: Readonly<Settings>, clock: () => number) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /**
   * Counts one call.
   *
   * @param endpoint - method and path template, e.g. `PUT /v3/marketing/contacts`.
   * @returns null while there are no limits.
   */
  take(key: string, endpoint: string): Allowance | null {
    const limits = this.#settings.rateLimits;
    if (!limits) return null;
    const now = this.#clock();
    const window = Math.floor(now / limits.windowMs);
    const bucket = `${key} ${endpoint}`;
    const used = this.#used.get(bucket);
    const count = used?.window === window ? used.count + 1 : 1;
    this.#used.set(bucket, { window, count });
    const limit = limitOf(endpoint, limits);
    return {
      limit,
      remaining: Math.max(0, limit - count),
      resetAt: (window + 1) * limits.windowMs,
      isExceeded: count > limit,
    };
  }

  clear(): void {
    this.#used.clear();
  }
}

const limitOf = (endpoint: string, limits: RateLimits): number =>
  / \/v3\/marketing\/contacts\b/.test(endpoint) ? limits.contacts : limits.others;
