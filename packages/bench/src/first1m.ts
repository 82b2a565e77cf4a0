/**
 * Bench `first1m`: 1,000,000 profiles to a SendGrid without latency, everything on the cores there are, to the last 202.
 *
 * Reads  : sample customers, loaded beforehand.
 * Writes : a simulator's contacts.
 * Used by: `main.ts`.
 */
import { measureFirstExport } from "./first-export.ts";
import type { Figures } from "./main.ts";

export const run = (): Promise<Figures> =>
  measureFirstExport({ profiles: 1_000_000, rounds: 1, latencyMs: 0 });
