/**
 * One bad day: three runs of one export while SendGrid's side does everything it can to them, by seed, and the verdict
 * after each. Days with even seeds go by upsert, odd ones by import.
 *
 * Reads  : what the account holds, through the simulator's control plane.
 * Writes : a simulator's account.
 * Used by: the tests beside this file, for a few days; `main.ts`, for a thousand.
 */
import { createSendGridClient, type Transport } from "@keruen/core";
import { httpTransport } from "../http-transport.ts";
import { calm, openAccount, strike } from "./bad-day.ts";
import { carryOutRun } from "./carry-out-run.ts";
import { deliveryRecords, type Records } from "./delivery-records.ts";
import { draw } from "./draw.ts";
import { fillAccount } from "./fill-account.ts";
import { mistakesOf } from "./mistakes.ts";
import { createOutcomes } from "./outcomes.ts";
import { claimed, population, RUNS } from "./population.ts";
import type { Account } from "./simulator-control.ts";
import { aWorker, type Worker } from "./worker.ts";

export type Verdict = {
  readonly seed: number;
  /** What is wrong; none on a day that ended right. */
  readonly mistakes: readonly string[];
  readonly strikes: number;
  readonly calls: number;
  readonly sentAgain: number;
  readonly removed: number;
  readonly killed: number;
};

/** What is judged: the core, unless a test wants to see a judge find fault. */
export type Connector = {
  readonly createClient: typeof createSendGridClient;
  readonly createRecords: () => Records;
};

export const OURS: Connector = { createClient: createSendGridClient, createRecords: deliveryRecords };

export async function runSchedule(
  seed: number,
  profiles: number,
  account: Account,
  { createClient, createRecords }: Connector = OURS,
): Promise<Verdict> {
  await openAccount(account, seed);
  const listId = await fillAccount(account, seed, profiles);
  const figures = { strikes: 0, calls: 0, sentAgain: 0, removed: 0, killed: 0 };
  const transport: Transport = (request) => {
    figures.calls += 1;
    return httpTransport(request);
  };
  const records = createRecords();
  const mistakes: string[] = [];

  for (const run of RUNS) {
    const people = [...population(seed, profiles, run)];
    const outcomes = createOutcomes();
    const hire = hiring(seed * RUNS.length + run, (life) =>
      aWorker(account, { life, transport, createClient }),
    );
    await strike(account, seed);
    const done = await carryOutRun(
      {
        rows: people.map(({ row }) => row),
        ...{ listId, route: seed % 2 === 0 ? "upsert" : "import", claimed: claimed(seed, profiles) },
        ...{ records, outcomes },
      },
      hire.next,
    );
    figures.strikes += await calm(account);
    figures.sentAgain += done.sentAgain;
    figures.removed += done.removed;
    figures.killed += hire.killed();
    const found = await mistakesOf({
      seed,
      profiles,
      run,
      people,
      outcomes: outcomes.fates,
      account,
      listId,
    });
    mistakes.push(...found.map((mistake) => `run ${run}: ${mistake}`));
  }
  return { seed, mistakes, ...figures };
}

/** Somebody is killed after so many calls as the seed has it; whoever comes after somebody who was killed lives. */
function hiring(seed: number, employ: (life: number) => Worker) {
  const workers: Worker[] = [];
  return {
    next: (): Worker => {
      const isMortal = !workers.at(-1)?.signal.aborted;
      const life = isMortal ? 1 + (draw(seed, workers.length, "life") % 30) : Number.POSITIVE_INFINITY;
      const worker = employ(life);
      workers.push(worker);
      return worker;
    },
    killed: () => workers.filter(({ signal }) => signal.aborted).length,
  };
}
