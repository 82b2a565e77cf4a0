/**
 * Faults on request: what can go wrong between a client and SendGrid, by name and by schedule.
 *
 * Reads  : –
 * Writes : –
 * Used by: `fault-schedule.ts`, `inject-faults.ts`, `POST /_simulator/faults`.
 */
import { z } from "zod";
import { isJobFate, JOB_FATES, type JobFate } from "../jobs/job-fate.ts";
import { isStorage } from "./struck-endpoints.ts";

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
]);
export type Fault = z.infer<typeof Fault>;

/** The endpoint whose jobs can come to grief. */
export const UPSERT = "PUT /v3/marketing/contacts";

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
  .refine(({ endpoint, fault }) => endpoint === UPSERT || jobFateOf(fault) === null, {
    path: ["endpoint"],
    message: `must be ${UPSERT} for a fault of a job`,
  })
  .refine(({ endpoint, fault }) => !(isStorage(endpoint) && fault.kind === "rate-limited"), {
    path: ["fault", "kind"],
    message: "must be status 503 at the storage: S3 knows no 429",
  });
export type ScheduledFault = z.infer<typeof ScheduledFault>;
