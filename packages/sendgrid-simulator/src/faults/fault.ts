/**
 * Faults on request: what can go wrong between a client and SendGrid, by name and by schedule.
 *
 * Reads  : –
 * Writes : –
 * Used by: `fault-schedule.ts`, `inject-faults.ts`, `POST /_simulator/faults`.
 */
import { z } from "zod";
import { isJobFate, JOB_FATES, type JobFate } from "../jobs/job-fate.ts";
import { isStorage, JOB_ENDPOINTS } from "./struck-endpoints.ts";

const Milliseconds = z.int().min(0);

export const Fault = z.discriminatedUnion("kind", [
  /** Answered with this status instead; nothing is done. The body is the usual one for the status unless given. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(400).max(599),
    body: z.string().optional(),
    contentType: z.string().default("application/json"),
    headers: z.record(z.string(), z.string()).default({}),
  }),
  /** Answered with 429, nothing done; `tell` is how the client learns when to come back. */
  z.strictObject({
    kind: z.literal("rate-limited"),
    /** `x-ratelimit-reset` in seconds or as a point in time, `retry-after` in seconds, or no header at all. */
    tell: z.enum(["delta", "epoch", "retry-after", "nothing"]),
    waitSeconds: z.int().min(0).default(1),
  }),
  /** The connection is broken off; nothing is done. */
  z.strictObject({ kind: z.literal("reset") }),
  /** It is done, and the connection is broken off before the answer. */
  z.strictObject({ kind: z.literal("reset-after-accept") }),
  /** Nothing is done and nothing answered; the connection is broken off after this time. */
  z.strictObject({ kind: z.literal("timeout"), afterMs: Milliseconds.default(60_000) }),
  /** It is done; nothing is answered; the connection is broken off after this time. */
  z.strictObject({ kind: z.literal("timeout-after-accept"), afterMs: Milliseconds.default(60_000) }),
  /** It is done and answered, this much later. */
  z.strictObject({ kind: z.literal("slow"), byMs: Milliseconds }),
  /** It is accepted, and its job comes to grief. */
  z.strictObject({ kind: z.enum(JOB_FATES) }),
  /** A file breaks off after so many bytes, at the latest one before its end: on its way up or down. */
  z.strictObject({ kind: z.literal("cut"), afterBytes: z.int().min(0).default(64) }),
  /** A file comes in pieces of so many bytes, one every so many milliseconds. */
  z.strictObject({
    kind: z.literal("trickle"),
    bytes: z.int().min(1).default(1_024),
    everyMs: Milliseconds.default(50),
  }),
  /** A file's `content-length` says this; what is longer ends there, what is shorter breaks off. */
  z.strictObject({ kind: z.literal("wrong-length"), says: z.int().min(0).default(1_000_000_000) }),
  /** A gzip file that cannot be unpacked, or that is not packed at all. */
  z.strictObject({ kind: z.literal("bad-gzip"), how: z.enum(["damaged", "plain"]).default("damaged") }),
  /** The file's address has expired. */
  z.strictObject({ kind: z.literal("expired-link") }),
]);
export type Fault = z.infer<typeof Fault>;

const ON_THE_WAY_UP = ["cut", "expired-link"];
const ON_THE_WAY_DOWN = [...ON_THE_WAY_UP, "trickle", "wrong-length", "bad-gzip"];

/** An answer of any length, which is sent as a file is, though never packed. */
const LONG_ANSWERS: readonly string[] = ["GET /v3/asm/groups/:id/suppressions"];
const OF_LONG_ANSWERS = ["cut", "trickle", "wrong-length"];

/** Whether files of this endpoint can be struck by the kind; true for every kind that is not of files. */
export function isOfFiles(kind: string, endpoint: string): boolean {
  if (!ON_THE_WAY_DOWN.includes(kind)) return true;
  if (endpoint === "PUT storage") return ON_THE_WAY_UP.includes(kind);
  return endpoint === "GET storage" || (LONG_ANSWERS.includes(endpoint) && OF_LONG_ANSWERS.includes(kind));
}

export const jobFateOf = (fault: Fault | null): JobFate | null =>
  fault && isJobFate(fault.kind) ? fault.kind : null;

export const ScheduledFault = z
  .strictObject({
    /** Method and path template, e.g. `PUT /v3/marketing/contacts`; `*` for every call of the API. At the storage: `PUT storage`, `GET storage`. */
    endpoint: z.string().min(1),
    /** Calls of this endpoint that go well first. */
    skip: z.int().min(0).default(0),
    /** Calls that are struck then. */
    times: z.int().min(1).default(1),
    fault: Fault,
  })
  .refine(({ endpoint, fault }) => JOB_ENDPOINTS.includes(endpoint) || jobFateOf(fault) === null, {
    path: ["endpoint"],
    message: `must be one of ${JOB_ENDPOINTS.join(", ")} for a fault of a job`,
  })
  .refine(({ endpoint, fault }) => isOfFiles(fault.kind, endpoint), {
    path: ["endpoint"],
    message:
      "must be PUT storage or GET storage for a fault of a file; a file sent there can be cut or its address expired, and the answer of GET /v3/asm/groups/:id/suppressions can be cut, trickle or have a wrong length",
  })
  .refine(({ endpoint, fault }) => !(isStorage(endpoint) && fault.kind === "rate-limited"), {
    path: ["fault", "kind"],
    message: "must be status 503 at the storage: S3 knows no 429",
  });
export type ScheduledFault = z.infer<typeof ScheduledFault>;
