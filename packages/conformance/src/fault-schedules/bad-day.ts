/**
 * One bad day at SendGrid: how the account is set and what strikes it, by seed.
 *
 * Reads  : a seed.
 * Writes : the simulator's settings and its plan of faults.
 * Used by: `run-schedule.ts`, and the mirror's test.
 */
import { type Account, control } from "./simulator-control.ts";

/**
 * Every kind but those no client can see through: a job that tells of an effect it never had, one that never ends, and
 * a spoilt byte in a file that is not packed.
 */
const KINDS = [
  ...["status-408", "status-500", "status-502", "status-503", "status-504"],
  ...["rate-limited-delta", "rate-limited-epoch", "rate-limited-retry-after", "rate-limited-silent"],
  ...["reset", "reset-after-accept", "timeout", "timeout-after-accept", "slow", "lose-job", "vanish-job"],
  ...["cut", "trickle", "wrong-length", "expired-link"],
];

const ERRORS_FILES = ["csv", "json", "ndjson", "csv-gzip"];
const HOUR_MS = 3_600_000;
const pick = <Item>(items: readonly Item[], seed: number): Item | undefined => items[seed % items.length];

/** A fresh account: jobs overtake each other, the clock is wrong, files are cut small and written in one of the formats. */
export async function openAccount(account: Account, seed: number): Promise<void> {
  await control(account, "POST", "/reset");
  await control(account, "PUT", "/settings", {
    ...{ jobDelayMs: 10, jobLingerMs: 5, jobOrder: "shuffled", jobOrderSeed: seed },
    ...{ exportDelayMs: 20, exportRowsPerFile: 4_000, rateLimits: "none" },
    clockSkewMs: pick([0, HOUR_MS, -HOUR_MS], seed),
    errorsFile: pick(ERRORS_FILES, seed >> 1),
  });
}

/** From now on three calls in ten are struck, at the API and at the storage. */
export async function strike(account: Account, seed: number): Promise<void> {
  const kinds = pick(ERRORS_FILES, seed >> 1) === "csv-gzip" ? [...KINDS, "bad-gzip"] : KINDS;
  await control(account, "POST", "/faults/plan", {
    ...{ seed, share: 0.3, kinds, endpoints: ["*", "PUT storage", "GET storage"] },
    ...{ waitSeconds: 0, timeoutMs: 20, slowMs: 20 },
  });
}

/** Nothing strikes any more. @returns how often something did. */
export async function calm(account: Account): Promise<number> {
  const { strikes } = (await control(account, "GET", "/faults/plan")) as { strikes: Record<string, number> };
  await control(account, "DELETE", "/faults");
  return Object.values(strikes).reduce((sum, count) => sum + count, 0);
}
