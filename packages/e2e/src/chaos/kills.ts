/**
 * kill -9 at random moments of mirroring runs, alternating between two worker processes, until so many have been killed.
 *
 * Reads  : nothing.
 * Writes : a fleet of its own.
 * Used by: `npm run chaos -- kills`, and a short one among the tests.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { runNow } from "../product/an-export.ts";
import { startFleet } from "../product/fleet.ts";
import { until } from "../product/until.ts";
import { aMirroredExport, type MirroredExport, type Turn, turnAfter } from "./mirrored-export.ts";
import { Relay } from "./relay.ts";
import { type Seeded, seeded } from "./seeded.ts";
import { type WatchedRun, watchRun } from "./watch-run.ts";

export type KillsOptions = {
  readonly count: number;
  readonly seed: number;
  readonly people: number;
  /** Told after each run. */
  readonly report?: (line: string) => void;
};

export type KillsFigures = {
  readonly runs: number;
  readonly kills: number;
  /** From a kill to the next attempt. */
  readonly longestTakeOverMs: number;
  /** By the state the run was in. */
  readonly killedIn: Readonly<Record<string, number>>;
  readonly mistakes: readonly string[];
};

/** Slow enough that moments of a run differ, whatever the machine. */
const SENDGRID = { LATENCY_MS: "100", RATE_LIMITS: "none", EXPORT_DELAY_MS: "500" };
/** A dead worker's run is taken over within 20 s; a busy machine is given more before it counts as lost. */
const TAKE_OVER_LIMIT_MS = 120_000;

/** The first puts people on the list; the second, which takes others off as well, tells how long a run takes. */
const UNDISTURBED = 2;
/** Mirroring reads the list anew after each kill: killed again and again, a run would never come to its end. */
const MOST_OF_A_RUN = 5;

export async function killWorkers({ count, seed, people, report }: KillsOptions): Promise<KillsFigures> {
  const fleet = await startFleet(SENDGRID);
  try {
    const { ready: url } = await fleet.start("api");
    const relay = new Relay(fleet);
    const chaos = new Kills(await aMirroredExport(url, fleet.sendGridUrl, people), relay, seeded(seed));
    try {
      for (let run = 0; run < UNDISTURBED; run += 1) await chaos.carryOut(0);
      while (chaos.kills < count) {
        await chaos.carryOut(Math.min(count - chaos.kills, MOST_OF_A_RUN));
        report?.(chaos.line());
      }
    } catch (error) {
      chaos.mistakes.push(`run ${chaos.runs + 1}: broke off, ${error}`);
    }
    return chaos;
  } finally {
    await fleet.stop();
  }
}

class Kills implements KillsFigures {
  runs = 0;
  kills = 0;
  longestTakeOverMs = 0;
  readonly killedIn: Record<string, number> = {};
  readonly mistakes: string[] = [];
  private turn: Turn = { side: "south", lastName: "run 0" };
  /** What the last undisturbed run took. */
  private usualMs = 0;
  private readonly mirrored: MirroredExport;
  private readonly relay: Relay;
  private readonly random: Seeded;

  constructor(mirrored: MirroredExport, relay: Relay, random: Seeded) {
    this.mirrored = mirrored;
    this.relay = relay;
    this.random = random;
  }

  /** One run, its worker killed at random moments, then everybody compared. @param most - no more kills than this. */
  async carryOut(most: number): Promise<void> {
    this.turn = turnAfter(this.turn, `run ${this.runs}`, this.random);
    const runId = await this.mirrored.start(this.turn);
    const run = watchRun(this.mirrored.url, runId);
    await until(async () => (run.now()?.attempt ?? 0) > 0); // the one that works has it
    const beganAt = performance.now();
    for (let kills = 0; kills < most && (await this.waitAMoment(run)); kills += 1)
      await this.kill(runId, run);
    await run.ended;
    if (most === 0) this.usualMs = performance.now() - beganAt;
    await this.relay.standDown();
    this.runs += 1;
    const mistakes = [...run.mistakes(), ...(await this.mirrored.mistakesOf(this.turn, runId))];
    this.mistakes.push(...mistakes.map((mistake) => `run ${this.runs}: ${mistake}`));
  }

  /** @returns false where the run has ended meanwhile. */
  private async waitAMoment(run: WatchedRun): Promise<boolean> {
    this.relay.standBy();
    const moment = sleep(this.random.next() * this.usualMs, true);
    await Promise.race([moment, run.ended]);
    return run.now().endedAt === null;
  }

  private async kill(runId: string, run: WatchedRun): Promise<void> {
    await this.relay.kill();
    const killedAt = performance.now();
    const { attempt, state } = await runNow(this.mirrored.url, runId);
    await until(async () => run.now().attempt > attempt || run.now().endedAt !== null, TAKE_OVER_LIMIT_MS);
    this.kills += 1;
    this.killedIn[state] = (this.killedIn[state] ?? 0) + 1;
    this.longestTakeOverMs = Math.max(this.longestTakeOverMs, performance.now() - killedAt);
  }

  line(): string {
    return `${this.runs} runs, ${this.kills} kills, ${this.mistakes.length} mistakes; last: ${JSON.stringify(this.turn)}`;
  }
}
