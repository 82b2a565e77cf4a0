/**
 * A fleet whose worker dies where it is told to, so that another one goes on, again and again.
 *
 * Reads  : nothing.
 * Writes : processes of a fleet; the ages of what its dead have left behind.
 * Used by: `crashAtPoints`, for each tour.
 */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { ask } from "../product/ask.ts";
import { type Fleet, startFleet } from "../product/fleet.ts";
import { EndedEarly } from "../product/start-process.ts";
import type { Environment, Listening } from "../product/start-server.ts";

/** Long enough for a busy machine to take a run over, and to come to the place. */
const LIMIT_MS = 120_000;
/** From the end of what is carried to the death of who has carried it, where that comes last. */
const GRACE_MS = 5_000;

export class Stage {
  readonly fleet: Fleet;
  /** Of GraphQL. */
  readonly url: string;
  private readonly settings: Environment;
  private readonly closers: (() => Promise<unknown>)[] = [];
  /** By point, how often a process has died there. */
  readonly kills = new Map<string, number>();

  private constructor(fleet: Fleet, url: string, settings: Environment) {
    this.fleet = fleet;
    this.url = url;
    this.settings = settings;
  }

  /** @param settings - every server's. */
  static async open(simulator: Environment, settings: Environment): Promise<Stage> {
    const fleet = await startFleet(simulator);
    const api = await fleet.start("api", settings);
    return new Stage(fleet, api.ready, settings);
  }

  /** Ends with the stage. */
  readonly closeToo = (close: () => Promise<unknown>): void => void this.closers.push(close);

  async close(): Promise<void> {
    for (const close of this.closers) await close();
    await this.fleet.stop();
  }

  /** A worker that lives while the work goes on. */
  async working<Value>(work: () => Promise<Value>): Promise<Value> {
    const worker = await this.start("worker");
    try {
      return await work();
    } finally {
      await worker.stop();
    }
  }

  start(role: "api" | "worker", settings: Environment = {}): Promise<Listening> {
    return this.fleet.start(role, { ...this.settings, ...settings });
  }

  /** A worker goes on until it dies at the point. @returns false where it never did. */
  async dieAt(point: string, ended: Promise<unknown>): Promise<boolean> {
    const worker = await this.start("worker", { CRASH_AT: `${point}:1` }).catch(diedAtOnce);
    const signal = await Promise.race([
      worker?.ended ?? "SIGKILL",
      ended.then(() => sleep(GRACE_MS)),
      sleep(LIMIT_MS, undefined, { ref: false }),
    ]);
    return await this.hasDied(point, worker, signal === "SIGKILL");
  }

  /** Whoever is asked dies at the point, before there is an answer. @returns false where it did not. */
  async dieAsked(point: string, document: string, variables: object): Promise<boolean> {
    const api = await this.start("api", { CRASH_AT: `${point}:1` });
    const isAnswered = await ask(api.ready, document, variables).then(
      () => true,
      () => false,
    );
    return await this.hasDied(point, api, !isAnswered && (await api.ended) === "SIGKILL");
  }

  private async hasDied(point: string, process: Listening | null, isDead: boolean): Promise<boolean> {
    if (!isDead) {
      await process?.stop();
      return false;
    }
    this.kills.set(point, (this.kills.get(point) ?? 0) + 1);
    await this.hasten();
    return true;
  }

  /** What the dead have held is let go of as if the time had passed after which it is. */
  private async hasten(): Promise<void> {
    const client = new pg.Client({ connectionString: this.fleet.databaseUrl });
    await client.connect();
    try {
      await client.query(
        "update pgboss.job set heartbeat_on = heartbeat_on - interval '1 minute' where state = 'active'",
      );
      await client.query("update alert_delivery set next_try_at = now() where next_try_at > now()");
    } finally {
      await client.end();
    }
  }
}

/** It came to its point before it was even ready. */
function diedAtOnce(error: unknown): null {
  if (error instanceof EndedEarly && error.signal === "SIGKILL") return null;
  throw error;
}
