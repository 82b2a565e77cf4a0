/**
 * Runs after the first one through the product: everybody has been delivered, and a share of them has changed since.
 *
 * Reads  : sample customers in the server.
 * Writes : a simulator's contacts; cities of customers, straight into the database.
 * Used by: `rerun1m.ts`, `delta1m.ts`.
 */
import { startProduct } from "./product.ts";
import { anExport, loadCustomers } from "./product-data.ts";
import { type TimedRun, timeRun } from "./time-run.ts";

export type Rerun = { readonly first: TimedRun; readonly again: TimedRun; readonly peakMemoryMb: number };

export async function measureRerun(profiles: number, changed: number): Promise<Rerun> {
  const product = await startProduct(
    ...["--latency-ms", "0", "--job-delay-ms", "0", "--rate-limits", "none"],
  );
  try {
    const exportId = await anExport(product, await loadCustomers(product, profiles), "Everybody");
    const first = await timeRun(product, exportId, "endedAt");
    console.log(`First: ${described(first)}`);
    const database = await product.connect();
    await database.query(
      `update profile set attributes = attributes || '{"city": "Elsewhere"}' where id % $1 = 0`,
      [changed === 0 ? profiles + 1 : Math.round(profiles / changed)],
    );
    await database.end();
    const again = await timeRun(product, exportId, "endedAt");
    console.log(`Again: ${described(again)}`);
    return { first, again, peakMemoryMb: await product.peakMemoryMb() };
  } finally {
    await product.stop();
  }
}

const described = ({ unchanged, accepted, seconds, pickUp, prepare, upload, calls, cpu }: TimedRun) =>
  `${unchanged} unchanged, ${accepted} accepted in ${seconds.toFixed(2)} s (pick-up ${pickUp.toFixed(2)}, ` +
  `prepare ${prepare.toFixed(2)}, upload ${upload.toFixed(2)}), ${calls} calls; on a core: server ` +
  `${cpu.server.toFixed(1)} s, PostgreSQL ${cpu.postgres.toFixed(1)} s, simulator ${cpu.simulator.toFixed(1)} s`;
