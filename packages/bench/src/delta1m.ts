/**
 * Bench `delta1m`: an export of 1,000,000 is run again, and 1 % of them have changed. What does it cost?
 *
 * Reads  : sample customers, delivered beforehand.
 * Writes : a simulator's contacts.
 * Used by: `main.ts`.
 */
import type { Figures } from "./main.ts";
import { measureRerun } from "./rerun.ts";

const PROFILES = 1_000_000;
const CHANGED = 10_000;

export async function run(): Promise<Figures> {
  const { first, again, peakMemoryMb } = await measureRerun(PROFILES, CHANGED);
  return {
    seconds: Number(again.seconds.toFixed(2)),
    calls: again.calls,
    first_calls: first.calls,
    accepted: again.accepted,
    prepare_s: Number(again.prepare.toFixed(2)),
    cpu_s: Number((again.cpu.server + again.cpu.postgres).toFixed(2)),
    rss_mb: peakMemoryMb,
  };
}
