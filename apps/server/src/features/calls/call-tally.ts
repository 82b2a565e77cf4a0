import type { CallReport } from "@keruen/core";

/** Of all calls of one endpoint that ended alike. */
export type CallTotal = {
  readonly endpoint: string;
  readonly status: number;
  readonly failure: string;
  readonly callCount: number;
  readonly totalMs: number;
  readonly maxMs: number;
  readonly waitedMs: number;
  readonly sentBytes: number;
};

export type NotedCall = Pick<CallTotal, "endpoint" | "status" | "failure" | "waitedMs" | "sentBytes"> & {
  readonly attempt: number;
  readonly at: string;
  readonly durationMs: number;
};

/** Calls that failed or waited are told one by one: the newest, up to so many of a run. */
export const MOST_NOTED = 500;
/** A shorter wait is how calls of a run that go out together share a window. */
const NOTED_WAIT_MS = 1_000;

/** Calls that are not stored yet. Bounded: by endpoints and kinds of answer, and by {@link MOST_NOTED}. */
export class CallTally {
  private readonly totalOf = new Map<string, CallTotal>();
  private noted: readonly NotedCall[] = [];

  constructor(private readonly attempt: number) {}

  get isEmpty(): boolean {
    return this.totalOf.size === 0;
  }

  get totals(): readonly CallTotal[] {
    return [...this.totalOf.values()];
  }

  get notedCalls(): readonly NotedCall[] {
    return this.noted;
  }

  add({ endpoint, sentAtMs, ...report }: CallReport): void {
    const { durationMs, waitedMs, sentBytes } = report;
    const kind = { endpoint, status: report.status ?? 0, failure: report.failure ?? "" };
    this.addTotal({ ...kind, callCount: 1, totalMs: durationMs, maxMs: durationMs, waitedMs, sentBytes });
    if (report.failure === null && waitedMs < NOTED_WAIT_MS) return;
    const at = new Date(sentAtMs).toISOString();
    this.note([{ ...kind, attempt: this.attempt, at, durationMs, waitedMs, sentBytes }]);
  }

  addAll(later: CallTally): void {
    for (const total of later.totals) this.addTotal(total);
    this.note(later.noted);
  }

  private addTotal(total: CallTotal): void {
    const key = `${total.status} ${total.failure} ${total.endpoint}`;
    const before = this.totalOf.get(key);
    this.totalOf.set(key, before === undefined ? total : sum(before, total));
  }

  private note(calls: readonly NotedCall[]): void {
    this.noted = [...this.noted, ...calls].slice(-MOST_NOTED);
  }
}

const sum = (one: CallTotal, other: CallTotal): CallTotal => ({
  ...one,
  callCount: one.callCount + other.callCount,
  totalMs: one.totalMs + other.totalMs,
  maxMs: Math.max(one.maxMs, other.maxMs),
  waitedMs: one.waitedMs + other.waitedMs,
  sentBytes: one.sentBytes + other.sentBytes,
});
