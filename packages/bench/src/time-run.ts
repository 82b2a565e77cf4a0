import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./ask.ts";
import type { CpuSeconds, Product } from "./product.ts";

/** One run, in seconds by the clock of the machine. */
export type TimedRun = {
  /** From the mutation to the last 202, stored, or to the run's end. */
  readonly seconds: number;
  /** From the run's row to the worker that has it. */
  readonly pickUp: number;
  /** Until the members are fixed. */
  readonly prepare: number;
  readonly upload: number;
  readonly accepted: number;
  readonly unchanged: number;
  /** Calls that write contacts. */
  readonly calls: number;
  /** Time on a core of each process meanwhile. */
  readonly cpu: CpuSeconds;
};

/** Seldom, so that looking costs the run nothing: its times are the server's own. */
const LOOK_AGAIN_MS = 250;

/** @param until - the run's own time up to which it is followed: everything is accepted, or it has ended. */
export async function timeRun(
  product: Product,
  exportId: string,
  until: "settlingAt" | "endedAt" = "settlingAt",
): Promise<TimedRun> {
  const callsBefore = await writes(product);
  const cpuBefore = await product.cpuSeconds();
  const clicked = Date.now();
  const { startExport } = await ask(
    product.url,
    "mutation ($id: ID!) { startExport(exportId: $id) { ... on Run { id } ... on UserError { message } } }",
    { id: exportId },
  );
  if (startExport.id === undefined) throw new Error(startExport.message);
  const run = await followed(product.url, startExport.id, until);
  const cpuAfter = await product.cpuSeconds();
  const [queued, preparing, uploading, settling] = [
    ...[run.queuedAt, run.preparingAt, run.uploadingAt, run.settlingAt],
  ].map((at) => Date.parse(at)) as [number, number, number, number];
  return {
    seconds: (Date.parse(run[until]) - clicked) / 1_000,
    pickUp: (preparing - queued) / 1_000,
    prepare: (uploading - preparing) / 1_000,
    upload: (settling - uploading) / 1_000,
    accepted: run.acceptedCount,
    unchanged: run.unchangedCount,
    calls: (await writes(product)) - callsBefore,
    cpu: {
      server: cpuAfter.server - cpuBefore.server,
      postgres: cpuAfter.postgres - cpuBefore.postgres,
      simulator: cpuAfter.simulator - cpuBefore.simulator,
    },
  };
}

async function followed(url: string, id: string, until: "settlingAt" | "endedAt") {
  for (;;) {
    const { run } = await ask(
      url,
      `query ($id: ID!) { run(id: $id) {
         state acceptedCount unchangedCount queuedAt preparingAt uploadingAt settlingAt endedAt failure { message } } }`,
      { id },
    );
    if (run.state === "FAILED") throw new Error(run.failure.message);
    if (run[until] !== null) return run;
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Whatever puts contacts on a list, or takes them off it. */
async function writes({ sandbox }: Product): Promise<number> {
  const answer = await fetch(`${sandbox.url}/_simulator/state`);
  const { callCounts } = (await answer.json()) as { callCounts: Record<string, Record<string, number>> };
  return Object.entries(callCounts)
    .filter(([endpoint]) => /^(PUT|POST|DELETE) \/v3\/marketing\/(contacts|lists\/.*contacts)/.test(endpoint))
    .flatMap(([, byStatus]) => Object.values(byStatus))
    .reduce((sum, count) => sum + count, 0);
}
