/**
 * What can be turned while the simulator runs, and the defaults.
 *
 * Reads  : nothing.
 * Writes : nothing.
 * Used by: `read-options.ts` at the start, `PUT /_simulator/settings` later, and whatever obeys a setting.
 */
import { z } from "zod";

/** Calls allowed in one window, for each endpoint and key. */
const RateLimits = z.strictObject({
  /** Windows begin at whole multiples of this, so one of a minute ends on the minute. */
  windowMs: z.int().min(100),
  /** For /v3/marketing/contacts and what is below it. */
  contacts: z.int().min(0),
  /** For everything else. */
  others: z.int().min(0),
});
export type RateLimits = z.infer<typeof RateLimits>;

/**
 * `observed-2021`: what one real account showed in May 2021; SendGrid publishes no figures.
 * `harsh`: to see a client wait. `none`: no limit, and no headers either.
 */
const RATE_LIMIT_PROFILES = {
  "observed-2021": { windowMs: 60_000, contacts: 200, others: 600 },
  harsh: { windowMs: 60_000, contacts: 5, others: 60 },
  none: null,
} as const satisfies Record<string, RateLimits | null>;

const RateLimitProfile = z
  .enum(Object.keys(RATE_LIMIT_PROFILES) as (keyof typeof RATE_LIMIT_PROFILES)[])
  .transform((name): RateLimits | null => RATE_LIMIT_PROFILES[name]);

export const Settings = z.strictObject({
  /** From the 202 to the first contact applied. SendGrid took about 30,000 in every recording. */
  jobDelayMs: z.int().min(0),
  /** From the last contact applied to a status other than `pending`. */
  jobLingerMs: z.int().min(0),
  /** `shuffled`: a job waits between nothing and twice the delay, so that a later one may be done before it. */
  jobOrder: z.enum(["in-order", "shuffled"]),
  /** The same seed gives the same jobs the same waits. */
  jobOrderSeed: z.int().min(0),
  /** From the making of a custom field to the first upsert that may name it. StrongGrid waits 5,000. */
  fieldDelayMs: z.int().min(0),
  /** From the deletion of a custom field to its end: "several minutes" by the documentation. */
  fieldDeleteDelayMs: z.int().min(0),
  /** The most contacts the account may have; null for any number. */
  contactLimit: z.int().min(0).nullable(),
  /** `request`: a full account refuses upserts at once, too; the rows beyond the limit are errors of the job in any case. */
  contactLimitAnswer: z.enum(["job", "request"]),
  /** The least time any /v3 call takes. */
  latencyMs: z.int().min(0),
  /** Largest body of `PUT /v3/marketing/contacts`: 6,000,000 by the documentation, 4,194,304 met in production. */
  maxBodyBytes: z.int().min(1),
  /** What a larger body is answered with. Not documented. */
  oversizeStatus: z.union([z.literal(413), z.literal(400), z.literal(500)]),
  /** How long an `upload_uri` is good for. Not documented. */
  uploadLinkMs: z.int().min(0),
  /** Whether a file may be uploaded without a `Content-Length`, which S3 refuses. */
  acceptsChunkedUploads: z.boolean(),
  /** Largest file of an import, as it is sent, and the most rows of one. */
  maxImportBytes: z.int().min(0),
  maxImportRows: z.int().min(0),
  /** From the request of an export to its end. */
  exportDelayMs: z.int().min(0),
  exportRowsPerFile: z.int().min(1),
  /** What becomes of exports that are asked for from now on. */
  exportOutcome: z.enum(["ready", "failure"]),
  /** Format of the file behind `errors_url`. Not documented. */
  errorsFile: z.enum(["csv", "csv-gzip", "json", "ndjson"]),
  /**
   * What becomes of a call `on-behalf-of` a subuser, which the specification of Marketing Campaigns does not name: it is
   * about the subuser's account, about the caller's own, or refused.
   */
  onBehalfOf: z.enum(["obeyed", "ignored", "refused"]),
  /** What `GET /v3/user/account` says. */
  accountType: z.enum(["free", "paid"]),
  rateLimits: z.union([RateLimitProfile, RateLimits.nullable()]),
  /** Whether answers carry `x-ratelimit-*` at all. */
  rateLimitHeaders: z.boolean(),
  /** `x-ratelimit-reset` in seconds from now, as recorded in 2021, or in seconds since 1970, as documented. */
  rateLimitReset: z.enum(["delta", "epoch"]),
  /** The `retry-after` of a 429. Not documented. */
  retryAfter: z.enum(["none", "seconds", "date"]),
  /** How far the account's clock is ahead of the machine's; negative for behind. */
  clockSkewMs: z.int(),
});
export type Settings = z.infer<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = {
  jobDelayMs: 2_000,
  jobLingerMs: 500,
  jobOrder: "in-order",
  jobOrderSeed: 1,
  fieldDelayMs: 0,
  fieldDeleteDelayMs: 0,
  contactLimit: null,
  contactLimitAnswer: "job",
  latencyMs: 0,
  maxBodyBytes: 6_000_000,
  oversizeStatus: 413,
  uploadLinkMs: 3_600_000,
  acceptsChunkedUploads: false,
  maxImportBytes: 5_000_000_000,
  maxImportRows: 1_000_000,
  exportDelayMs: 2_000,
  exportRowsPerFile: 500_000,
  exportOutcome: "ready",
  errorsFile: "csv",
  onBehalfOf: "obeyed",
  accountType: "paid",
  rateLimits: RATE_LIMIT_PROFILES["observed-2021"],
  rateLimitHeaders: true,
  rateLimitReset: "delta",
  retryAfter: "none",
  clockSkewMs: 0,
};
