/**
 * What a plan may strike with, by name.
 *
 * Reads  : nothing. Pure.
 * Writes : nothing.
 * Used by: `fault-plan.ts`.
 */
import { proxyPage } from "../http/errors.ts";
import { isJobFate } from "../jobs/job-fate.ts";
import { type Fault, isOfFiles } from "./fault.ts";
import { isStorage, JOB_ENDPOINTS } from "./struck-endpoints.ts";

export type PlannedTimes = {
  /** What a 429 says is to be waited. */
  readonly waitSeconds: number;
  readonly timeoutMs: number;
  readonly slowMs: number;
};

const FAULTS = {
  "status-408": () => proxyFault(408),
  "status-500": () => proxyFault(500),
  "status-502": () => proxyFault(502),
  "status-503": () => proxyFault(503),
  "status-504": () => proxyFault(504),
  "rate-limited-delta": ({ waitSeconds }) => ({ kind: "rate-limited", tell: "delta", waitSeconds }),
  "rate-limited-epoch": ({ waitSeconds }) => ({ kind: "rate-limited", tell: "epoch", waitSeconds }),
  "rate-limited-retry-after": ({ waitSeconds }) => ({
    kind: "rate-limited",
    tell: "retry-after",
    waitSeconds,
  }),
  "rate-limited-silent": ({ waitSeconds }) => ({ kind: "rate-limited", tell: "nothing", waitSeconds }),
  reset: () => ({ kind: "reset" }),
  "reset-after-accept": () => ({ kind: "reset-after-accept" }),
  timeout: ({ timeoutMs }) => ({ kind: "timeout", afterMs: timeoutMs }),
  "timeout-after-accept": ({ timeoutMs }) => ({ kind: "timeout-after-accept", afterMs: timeoutMs }),
  slow: ({ slowMs }) => ({ kind: "slow", byMs: slowMs }),
  cut: () => ({ kind: "cut", afterBytes: 64 }),
  trickle: () => ({ kind: "trickle", bytes: 1_024, everyMs: 1 }),
  "wrong-length": () => ({ kind: "wrong-length", says: 1_000_000_000 }),
  "bad-gzip": () => ({ kind: "bad-gzip", how: "damaged" }),
  "expired-link": () => ({ kind: "expired-link" }),
  "lose-job": () => ({ kind: "lose-job" }),
  "no-effect": () => ({ kind: "no-effect" }),
  "stuck-job": () => ({ kind: "stuck-job" }),
  "vanish-job": () => ({ kind: "vanish-job" }),
} as const satisfies Record<string, (times: PlannedTimes) => Fault>;

export type PlannedKind = keyof typeof FAULTS;
export const PLANNED_KINDS = Object.keys(FAULTS) as PlannedKind[];

/** Those after which every correct client ends right. How far one can see through a job's fate is another question. */
export const USUAL_KINDS = PLANNED_KINDS.filter((kind) => !isJobFate(kind));

/** A status comes with a proxy's page from the API, and with S3's own words from the storage. */
export function plannedFault(kind: PlannedKind, endpoint: string, times: PlannedTimes): Fault {
  const fault: Fault = FAULTS[kind](times);
  if (fault.kind !== "status" || !isStorage(endpoint)) return fault;
  const { status, contentType, headers } = fault;
  return { kind: "status", status, contentType, headers };
}

/**
 * A `POST` makes something new each time it is repeated, so it is never done behind the client's back. S3 knows no
 * rate limit but its 503.
 */
export function fits(kind: PlannedKind, endpoint: string): boolean {
  if (isJobFate(kind)) return JOB_ENDPOINTS.includes(endpoint);
  if (!isOfFiles(kind, endpoint)) return false;
  if (kind.startsWith("rate-limited")) return !isStorage(endpoint);
  return !(kind.endsWith("-after-accept") && endpoint.startsWith("POST "));
}

const proxyFault = (status: number): Fault => ({
  kind: "status",
  status,
  body: proxyPage(status),
  contentType: "text/html",
  headers: {},
});
