/**
 * Bench `first100k`: 100,000 profiles to a SendGrid that answers each call in 80 ms, from `startExport` to the last 202.
 *
 * Reads  : sample customers, loaded beforehand.
 * Writes : a simulator's contacts.
 * Used by: `main.ts`.
 */
import { measureFirstExport } from "./first-export.ts";
import type { Figures } from "./main.ts";

export const run = (): Promise<Figures> =>
  measureFirstExport({ profiles: 100_000, rounds: 3, latencyMs: 80 });
