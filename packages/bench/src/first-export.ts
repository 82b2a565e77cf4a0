/**
 * First exports of everybody through the product, each beside the same number of profiles uploaded by core alone.
 *
 * Reads  : sample customers in the server; made-up profiles for core.
 * Writes : a simulator's contacts, to a new list each time.
 * Used by: `first100k.ts`, `first1m.ts`.
 */
import type { Figures } from "./main.ts";
import { median } from "./measure.ts";
import { startProduct } from "./product.ts";
import { anExport, loadCustomers } from "./product-data.ts";
import { streamProfiles } from "./profiles.ts";
import { rows } from "./rows.ts";
import { type TimedRun, timeRun } from "./time-run.ts";
import { uploadRows } from "./upload.ts";

export type FirstExportOptions = {
  readonly profiles: number;
  readonly rounds: number;
  /** What SendGrid takes for each call. */
  readonly latencyMs: number;
};

export async function measureFirstExport(options: FirstExportOptions): Promise<Figures> {
  const { profiles, rounds, latencyMs } = options;
  // Jobs wait until the measuring is over: what is measured ends with the last 202.
  const product = await startProduct(
    ...["--latency-ms", String(latencyMs), "--job-delay-ms", "3600000", "--rate-limits", "none"],
  );
  try {
    const loaded = await loadCustomers(product, profiles);
    const timed: (TimedRun & { readonly floor: number })[] = [];
    for (let round = 1; round <= rounds; round++) {
      const run = await timeRun(product, await anExport(product, loaded, `Round ${round}`));
      const floor = await uploadRows(rows(streamProfiles(profiles)), product.sandbox);
      timed.push({ ...run, floor: floor.seconds });
      console.log(described(run, floor.seconds));
    }
    const middle = (figure: (run: (typeof timed)[number]) => number) =>
      Number(median(timed.map(figure)).toFixed(2));
    return {
      seconds: middle(({ seconds }) => seconds),
      calls: middle(({ calls }) => calls),
      pick_up_s: middle(({ pickUp }) => pickUp),
      prepare_s: middle(({ prepare }) => prepare),
      upload_s: middle(({ upload }) => upload),
      rss_mb: await product.peakMemoryMb(),
      vs_floor: middle(({ seconds, floor }) => floor / seconds),
    };
  } finally {
    await product.stop();
  }
}

const described = ({ accepted, seconds, pickUp, prepare, upload, cpu }: TimedRun, floor: number) =>
  `${accepted} accepted in ${seconds.toFixed(2)} s (pick-up ${pickUp.toFixed(2)}, prepare ${prepare.toFixed(2)}, ` +
  `upload ${upload.toFixed(2)}); on a core: server ${cpu.server.toFixed(1)} s, PostgreSQL ${cpu.postgres.toFixed(1)} s, ` +
  `simulator ${cpu.simulator.toFixed(1)} s; core alone ${floor.toFixed(2)} s`;
