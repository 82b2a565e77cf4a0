/**
 * Bench `scale10m`: 10,000,000 profiles through the product once, to the run's end. Does the server's memory grow with them?
 *
 * Reads  : sample customers, as many as the word after the name says, 10,000,000 if absent.
 * Writes : a simulator's contacts, twice: 100,000 go first, through a product of their own.
 * Used by: `main.ts`.
 */
import type { Figures } from "./main.ts";
import { startProduct } from "./product.ts";
import { anExport, loadCustomers } from "./product-data.ts";
import { timeRun } from "./time-run.ts";

const FEW = 100_000;
const MANY = Number(process.argv[3] ?? 10_000_000);

export async function run(): Promise<Figures> {
  const few = await measure(FEW);
  const many = await measure(MANY);
  return {
    rss_mb: many.peakMemoryMb,
    rss_vs_100k: Number((many.peakMemoryMb / few.peakMemoryMb).toFixed(2)),
    seconds: Number(many.seconds.toFixed(2)),
    accepted: many.accepted,
  };
}

/** Loading is part of it: a server has to stay small while it reads a file, too. */
async function measure(profiles: number) {
  const product = await startProduct(
    ...["--latency-ms", "0", "--job-delay-ms", "0", "--rate-limits", "none"],
  );
  try {
    const exportId = await anExport(product, await loadCustomers(product, profiles), "Everybody");
    const { seconds, accepted, prepare, upload } = await timeRun(product, exportId, "endedAt");
    const peakMemoryMb = await product.peakMemoryMb();
    console.log(
      `${accepted} of ${profiles} accepted, all settled in ${seconds.toFixed(1)} s (prepare ${prepare.toFixed(1)}, ` +
        `upload ${upload.toFixed(1)}); the server had ${peakMemoryMb} MB at the most`,
    );
    return { seconds, accepted, peakMemoryMb };
  } finally {
    await product.stop();
  }
}
