/**
 * Bench `rerun1m`: an export of 1,000,000 is run again, and nothing has changed. How long until it has ended?
 *
 * Reads  : sample customers, delivered beforehand.
 * Writes : nothing to the simulator, or it fails.
 * Used by: `main.ts`.
 */
import type { Figures } from "./main.ts";
import { measureRerun } from "./rerun.ts";

const PROFILES = 1_000_000;

export async function run(): Promise<Figures> {
  const { again, peakMemoryMb } = await measureRerun(PROFILES, 0);
  return {
    seconds: Number(again.seconds.toFixed(2)),
    writes: again.calls,
    unchanged: again.unchanged,
    prepare_s: Number(again.prepare.toFixed(2)),
    cpu_s: Number((again.cpu.server + again.cpu.postgres).toFixed(2)),
    rss_mb: peakMemoryMb,
  };
}
