/**
 * The process's options: from the environment, or from the command line, which wins.
 *
 * Reads  : `PORT=4010` or `--port 4010`, and so on for each of {@link Options}.
 * Writes : nothing.
 * Used by: `main.ts`.
 */
import { parseArgs } from "node:util";
import { z } from "zod";
import { DEFAULT_SETTINGS, Settings } from "./settings.ts";
import type { SimulatorOptions } from "./start-simulator.ts";

const number = z.coerce.number();

/** `a=1,b=2`, or the name of a profile. */
const rateLimits = z.preprocess(
  (text) =>
    typeof text === "string" && text.includes("=") ? Object.fromEntries(text.split(",").map(pair)) : text,
  Settings.shape.rateLimits,
);

const Options = z.object({
  /** TCP port. */
  PORT: number.pipe(z.int().min(0).max(65_535)).default(4010),
  /** TCP port of the object storage, where files go up and down. */
  STORAGE_PORT: number.pipe(z.int().min(0).max(65_535)).default(0),
  /** The port that links into it name, where something stands before it. */
  STORAGE_LINK_PORT: number.pipe(z.int().min(1).max(65_535)).nullable().default(null),
  /** Address to listen on. */
  HOST: z.string().min(1).default("127.0.0.1"),
  /** SQLite file that keeps the state, or `:memory:`. */
  DATA: z.string().min(1).default(":memory:"),
  /** The same seed gives the same ids and keys in the same order. */
  SEED: number.pipe(z.int().min(0)).nullable().default(null),
  JOB_DELAY_MS: number.pipe(Settings.shape.jobDelayMs).default(DEFAULT_SETTINGS.jobDelayMs),
  JOB_LINGER_MS: number.pipe(Settings.shape.jobLingerMs).default(DEFAULT_SETTINGS.jobLingerMs),
  JOB_ORDER: Settings.shape.jobOrder.default(DEFAULT_SETTINGS.jobOrder),
  JOB_ORDER_SEED: number.pipe(Settings.shape.jobOrderSeed).default(DEFAULT_SETTINGS.jobOrderSeed),
  FIELD_DELAY_MS: number.pipe(Settings.shape.fieldDelayMs).default(DEFAULT_SETTINGS.fieldDelayMs),
  FIELD_DELETE_DELAY_MS: number
    .pipe(Settings.shape.fieldDeleteDelayMs)
    .default(DEFAULT_SETTINGS.fieldDeleteDelayMs),
  CONTACT_LIMIT: number
    .pipe(Settings.shape.contactLimit.unwrap())
    .nullable()
    .default(DEFAULT_SETTINGS.contactLimit),
  CONTACT_LIMIT_ANSWER: Settings.shape.contactLimitAnswer.default(DEFAULT_SETTINGS.contactLimitAnswer),
  LATENCY_MS: number.pipe(Settings.shape.latencyMs).default(DEFAULT_SETTINGS.latencyMs),
  MAX_BODY_BYTES: number.pipe(Settings.shape.maxBodyBytes).default(DEFAULT_SETTINGS.maxBodyBytes),
  OVERSIZE_STATUS: number.pipe(Settings.shape.oversizeStatus).default(DEFAULT_SETTINGS.oversizeStatus),
  UPLOAD_LINK_MS: number.pipe(Settings.shape.uploadLinkMs).default(DEFAULT_SETTINGS.uploadLinkMs),
  ACCEPTS_CHUNKED_UPLOADS: z.stringbool().default(DEFAULT_SETTINGS.acceptsChunkedUploads),
  MAX_IMPORT_BYTES: number.pipe(Settings.shape.maxImportBytes).default(DEFAULT_SETTINGS.maxImportBytes),
  MAX_IMPORT_ROWS: number.pipe(Settings.shape.maxImportRows).default(DEFAULT_SETTINGS.maxImportRows),
  EXPORT_DELAY_MS: number.pipe(Settings.shape.exportDelayMs).default(DEFAULT_SETTINGS.exportDelayMs),
  EXPORT_ROWS_PER_FILE: number
    .pipe(Settings.shape.exportRowsPerFile)
    .default(DEFAULT_SETTINGS.exportRowsPerFile),
  EXPORT_OUTCOME: Settings.shape.exportOutcome.default(DEFAULT_SETTINGS.exportOutcome),
  ERRORS_FILE: Settings.shape.errorsFile.default(DEFAULT_SETTINGS.errorsFile),
  ON_BEHALF_OF: Settings.shape.onBehalfOf.default(DEFAULT_SETTINGS.onBehalfOf),
  ACCOUNT_TYPE: Settings.shape.accountType.default(DEFAULT_SETTINGS.accountType),
  RATE_LIMITS: rateLimits.default(DEFAULT_SETTINGS.rateLimits),
  RATE_LIMIT_HEADERS: z.stringbool().default(DEFAULT_SETTINGS.rateLimitHeaders),
  RATE_LIMIT_RESET: Settings.shape.rateLimitReset.default(DEFAULT_SETTINGS.rateLimitReset),
  RETRY_AFTER: Settings.shape.retryAfter.default(DEFAULT_SETTINGS.retryAfter),
  CLOCK_SKEW_MS: number.pipe(Settings.shape.clockSkewMs).default(DEFAULT_SETTINGS.clockSkewMs),
});

/** @throws {Error} naming every wrong option at once. */
export function readOptions(env: NodeJS.ProcessEnv, args: readonly string[]): SimulatorOptions {
  const flags = Object.keys(Options.shape).map((name) => [flagOf(name), { type: "string" }] as const);
  const { values } = parseArgs({ args: [...args], options: Object.fromEntries(flags) });
  const given = Object.keys(Options.shape).map((name) => [name, values[flagOf(name)] ?? env[name]]);
  const parsed = Options.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`Options:\n${problems.join("\n")}`);
  }
  const { PORT, STORAGE_PORT, STORAGE_LINK_PORT, HOST, DATA, SEED, ...rest } = parsed.data;
  return {
    port: PORT,
    storagePort: STORAGE_PORT,
    storageLinkPort: STORAGE_LINK_PORT,
    host: HOST,
    data: DATA,
    seed: SEED,
    settings: {
      jobDelayMs: rest.JOB_DELAY_MS,
      jobLingerMs: rest.JOB_LINGER_MS,
      jobOrder: rest.JOB_ORDER,
      jobOrderSeed: rest.JOB_ORDER_SEED,
      fieldDelayMs: rest.FIELD_DELAY_MS,
      fieldDeleteDelayMs: rest.FIELD_DELETE_DELAY_MS,
      contactLimit: rest.CONTACT_LIMIT,
      contactLimitAnswer: rest.CONTACT_LIMIT_ANSWER,
      latencyMs: rest.LATENCY_MS,
      maxBodyBytes: rest.MAX_BODY_BYTES,
      oversizeStatus: rest.OVERSIZE_STATUS,
      uploadLinkMs: rest.UPLOAD_LINK_MS,
      acceptsChunkedUploads: rest.ACCEPTS_CHUNKED_UPLOADS,
      maxImportBytes: rest.MAX_IMPORT_BYTES,
      maxImportRows: rest.MAX_IMPORT_ROWS,
      exportDelayMs: rest.EXPORT_DELAY_MS,
      exportRowsPerFile: rest.EXPORT_ROWS_PER_FILE,
      exportOutcome: rest.EXPORT_OUTCOME,
      errorsFile: rest.ERRORS_FILE,
      onBehalfOf: rest.ON_BEHALF_OF,
      accountType: rest.ACCOUNT_TYPE,
      rateLimits: rest.RATE_LIMITS,
      rateLimitHeaders: rest.RATE_LIMIT_HEADERS,
      rateLimitReset: rest.RATE_LIMIT_RESET,
      retryAfter: rest.RETRY_AFTER,
      clockSkewMs: rest.CLOCK_SKEW_MS,
    },
  };
}

/** `JOB_DELAY_MS` is `--job-delay-ms`. */
const flagOf = (name: string): string => name.toLowerCase().replaceAll("_", "-");

const pair = (text: string): [string, number] => {
  const [name = "", value = ""] = text.split("=");
  return [name.trim(), Number(value)];
};
