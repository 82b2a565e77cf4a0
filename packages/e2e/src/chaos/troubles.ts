/**
 * What goes wrong while runs are carried: one thing after another, drawn by a seed, each over after some seconds.
 *
 * Reads  : nothing.
 * Writes : workers, PostgreSQL, and the proxies before PostgreSQL, SendGrid and the storage of its files.
 * Used by: `randomChaos`.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { FaultProxy, Faults } from "@keruen/fault-proxy";
import pg from "pg";
import type { Fleet } from "../product/fleet.ts";
import { until } from "../product/until.ts";
import type { Relay } from "./relay.ts";
import type { Seeded } from "./seeded.ts";

const LONGEST_MS = 4_000;
/** Without some peace no run would ever end. */
const LONGEST_PEACE_MS = 8_000;

const FAULTS: readonly Faults[] = [
  { latencyMs: 200 },
  { bytesPerSecond: 200_000 },
  { sliceBytes: 64 },
  { maxBytes: 100_000 },
  { isBlackHole: true },
  { isDown: true },
];

const SIDES = ["database", "sendgrid", "storage"] as const;
export type Side = (typeof SIDES)[number];

export type Reached = {
  readonly fleet: Fleet;
  readonly relay: Relay;
  readonly proxies: ReadonlyMap<Side, FaultProxy>;
};

export class Troubles {
  /** How often each has happened. */
  readonly counts: Record<string, number> = {};
  private readonly reached: Reached;
  private readonly random: Seeded;

  constructor(reached: Reached, random: Seeded) {
    this.reached = reached;
    this.random = random;
  }

  /** Makes trouble, with pauses, until that is over or it is time; then all is well again. */
  async during(ended: Promise<void>, endsAt: number): Promise<void> {
    const { relay } = this.reached;
    const over = ended.then(() => "over");
    relay.standBy();
    while ((await Promise.race([over, this.aMoment(LONGEST_PEACE_MS)])) !== "over" && Date.now() < endsAt)
      await this.oneMore();
    await ended;
  }

  private async oneMore(): Promise<void> {
    const { fleet, relay } = this.reached;
    const kind = this.random.pick([
      "kill",
      "terminate",
      "crash",
      "fault",
      "fault",
      "silence",
      "forget",
    ] as const);
    this.count(kind);
    if (kind === "kill") {
      await relay.kill();
      relay.standBy();
    } else if (kind === "terminate")
      await this.terminateHalf().catch(() => false); // it may still be starting
    else if (kind === "crash") {
      await fleet.crashDatabase();
      await until(() => this.terminateNobody().catch(() => false));
    } else if (kind === "silence") await this.silence();
    else if (kind === "forget")
      this.reached.proxies.get("database")?.silence(); // and nobody is ever told
    else await this.disturb();
  }

  private async disturb(): Promise<void> {
    const [side, proxy] = this.oneSide();
    const fault = this.random.pick(FAULTS);
    this.count(`${side}-${Object.keys(fault).join()}`);
    proxy.set(fault);
    await this.aMoment(LONGEST_MS);
    proxy.set({});
  }

  /** Dead without a word, and told only when it is over. */
  private async silence(): Promise<void> {
    const [, proxy] = this.oneSide();
    proxy.silence();
    await this.aMoment(LONGEST_MS);
    proxy.reset();
  }

  private terminateHalf(): Promise<true> {
    const odd = this.random.pick([0, 1]);
    return this.tell(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and pid % 2 = $1",
      [odd],
    );
  }

  private terminateNobody(): Promise<true> {
    return this.tell("select", []);
  }

  private async tell(text: string, values: unknown[]): Promise<true> {
    const client = new pg.Client({ connectionString: this.reached.fleet.databaseUrl });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.query(text, values);
      return true;
    } finally {
      await client.end();
    }
  }

  private oneSide(): readonly [Side, FaultProxy] {
    const side = this.random.pick(SIDES);
    return [side, this.reached.proxies.get(side)!];
  }

  private aMoment(longestMs: number): Promise<void> {
    return sleep(this.random.next() * longestMs);
  }

  private count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }
}
