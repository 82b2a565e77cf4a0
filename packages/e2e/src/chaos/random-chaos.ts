/**
 * Mirroring runs, one after another, while everything between and beneath the processes breaks at random.
 *
 * Reads  : nothing.
 * Writes : a fleet of its own, behind proxies.
 * Used by: `npm run chaos -- random`.
 */
import { type FaultProxy, startFaultProxy } from "@keruen/fault-proxy";
import { ask } from "../product/ask.ts";
import { type Fleet, startFleet } from "../product/fleet.ts";
import { until } from "../product/until.ts";
import { aMirroredExport, type Turn, turnAfter } from "./mirrored-export.ts";
import { Relay } from "./relay.ts";
import { type Seeded, seeded } from "./seeded.ts";
import { type Side, Troubles } from "./troubles.ts";
import { watchRun } from "./watch-run.ts";

export type RandomChaosOptions = {
  readonly minutes: number;
  readonly seed: number;
  readonly people: number;
  readonly report: (line: string) => void;
};

export type RandomChaosFigures = {
  readonly runs: number;
  readonly troubles: Readonly<Record<string, number>>;
  readonly mistakes: readonly string[];
};

const SENDGRID = { LATENCY_MS: "100", RATE_LIMITS: "none", EXPORT_DELAY_MS: "500" };

export async function randomChaos(options: RandomChaosOptions): Promise<RandomChaosFigures> {
  const { minutes, seed, people, report } = options;
  const proxies = new Map<Side, FaultProxy>();
  const behindProxy = (side: Side) => async (address: string) => {
    const url = new URL(address);
    const proxy = await startFaultProxy({ host: url.hostname, port: Number(url.port) });
    proxies.set(side, proxy);
    url.port = String(proxy.port);
    return { url: url.href.replace(/\/$/, ""), close: () => proxy.close() };
  };
  const fleet = await startFleet(SENDGRID, {
    ...{ reach: behindProxy("sendgrid"), reachStorage: behindProxy("storage") },
    ...{ reachDatabase: behindProxy("database"), isDurable: true },
  });
  try {
    const { ready: url } = await fleet.start("api");
    const random = seeded(seed);
    const relay = new Relay(supervised(fleet, random));
    const troubles = new Troubles({ fleet, relay, proxies }, random);
    const mirrored = await aMirroredExport(url, fleet.sendGridUrl, people);
    const mistakes: string[] = [];
    const endsAt = Date.now() + minutes * 60_000;
    let turn: Turn = { side: "south", lastName: "run 0" };
    let runs = 0;
    try {
      while (Date.now() < endsAt) {
        turn = turnAfter(turn, `run ${runs}`, random);
        const runId = await mirrored.start(turn);
        const run = watchRun(url, runId);
        await troubles.during(run.ended, endsAt);
        await answersAgain(url);
        runs += 1;
        const found = [...run.mistakes(), ...(await mirrored.mistakesOf(turn, runId))];
        mistakes.push(...found.map((mistake) => `run ${runs}: ${mistake}`));
        report(`${runs} runs, ${mistakes.length} mistakes, ${JSON.stringify(troubles.counts)}`);
      }
    } catch (error) {
      mistakes.push(`run ${runs + 1}: broke off, ${error}`);
    }
    return { runs, mistakes, troubles: troubles.counts };
  } finally {
    await fleet.stop();
  }
}

/**
 * A worker that does not start, as the database is away, is started again, as whatever supervises it would. Of the runs that
 * one begins, all go up by file, or none.
 */
const supervised = (fleet: Fleet, random: Seeded): Pick<Fleet, "start"> => ({
  start(role) {
    const settings = { MAX_UPSERTS_PER_RUN: random.pick(["0", "100"]) };
    return until(() => fleet.start(role, settings).catch(() => null));
  },
});

async function answersAgain(url: string): Promise<void> {
  await until(() => ask(url, "{ exports { edges { node { id } } } }").catch(() => null));
}
