/**
 * The calls of late, and how many there were.
 *
 * Reads  : nothing.
 * Writes : its own memory: a fixed number of calls, one count for each endpoint and status.
 * Used by: `build-server.ts` adds; the control plane shows. No values of contacts come near it.
 */
import type { KeyKind } from "../account/account-keys.ts";

const KEPT = 200;

export type Call = {
  /** Counts up from 1. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Method and path template, e.g. `GET /v3/marketing/lists/:id`. */
  readonly endpoint: string;
  readonly key: KeyKind | null;
  /** Whose account it was about; null for the parent's, and for a call that was refused. */
  readonly subuser: string | null;
  /** 0 where the connection was broken off instead. */
  readonly status: number;
  readonly durationMs: number;
};

export class CallLog {
  readonly #counts = new Map<string, Record<string, number>>();
  #recent: Call[] = [];
  #last = 0;

  add(call: Omit<Call, "number">): void {
    this.#last += 1;
    this.#recent = [{ number: this.#last, ...call }, ...this.#recent.slice(0, KEPT - 1)];
    const counts = this.#counts.get(call.endpoint) ?? {};
    counts[call.status] = (counts[call.status] ?? 0) + 1;
    this.#counts.set(call.endpoint, counts);
  }

  /** The newest first. */
  recent(limit: number): readonly Call[] {
    return this.#recent.slice(0, limit);
  }

  /** Calls by status, by endpoint. */
  counts(): Readonly<Record<string, Readonly<Record<string, number>>>> {
    return Object.fromEntries(this.#counts);
  }

  clear(): void {
    this.#counts.clear();
    this.#recent = [];
  }
}
