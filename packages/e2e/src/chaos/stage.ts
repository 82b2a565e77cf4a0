/**
 * A fleet whose worker dies where it is told to, so that another one goes on, again and again.
 *
 * Reads  : nothing.
 * Writes : processes of a fleet.
 * Used by: `crashAtPoints`, for each tour.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "../product/ask.ts";
import { type Fleet, startFleet } from "../product/fleet.ts";
import { EndedEarly } from "../product/start-process.ts";
import type { Environment, Listening } from "../product/start-server.ts";
import { until } from "../product/until.ts";
import { WorkLeft } from "./work-left.ts";

/** No machine is so busy: something is left that nobody does. */
const LIMIT_MS = 300_000;

export class Stage {
  readonly fleet: Fleet;
  /** Of GraphQL. */
  readonly url: string;
  private readonly left: WorkLeft;
  private readonly settings: Environment;
  private readonly closers: (() => Promise<unknown>)[] = [];
  /** By point, how often a process has died there. */
  readonly kills = new Map<string, number>();

  private constructor(fleet: Fleet, url: string, left: WorkLeft, settings: Environment) {
    this.fleet = fleet;
    this.url = url;
    this.left = left;
    this.settings = settings;
  }

  /** @param settings - every server's. */
  static async open(simulator: Environment, settings: Environment): Promise<Stage> {
    const fleet = await startFleet(simulator);
    const api = await fleet.start("api", settings);
    return new Stage(fleet, api.ready, await WorkLeft.of(fleet.databaseUrl), settings);
  }

  /** Ends with the stage. */
  readonly closeToo = (close: () => Promise<unknown>): void => void this.closers.push(close);

  async close(): Promise<void> {
    for (const close of this.closers) await close();
    await this.left.close();
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

  /**
   * A worker goes on until it dies at the point.
   *
   * @param ended - what is carried has.
   * @returns false where it never did: it has ended of itself, with nothing left to do for anybody.
   */
  async dieAt(point: string, ended: Promise<unknown>): Promise<boolean> {
    const worker = await this.start("worker", { CRASH_AT: `${point}:1` }).catch(diedAtOnce);
    if (!worker) return await this.hasDied(point, "SIGKILL");
    const died = worker.ended.then(() => true);
    await Promise.race([died, ended, sleep(LIMIT_MS, undefined, { ref: false })]);
    await until(() => Promise.race([died, this.left.isNone()]), LIMIT_MS);
    await worker.stop(); // what it does last comes after what it stores last
    return await this.hasDied(point, await worker.ended);
  }

  /** Whoever is asked dies at the point, before there is an answer. @returns false where it did not. */
  async dieAsked(point: string, document: string, variables: object): Promise<boolean> {
    const api = await this.start("api", { CRASH_AT: `${point}:1` });
    const isAnswered = await ask(api.ready, document, variables).then(
      () => true,
      () => false,
    );
    await api.stop();
    return !isAnswered && (await this.hasDied(point, await api.ended));
  }

  private async hasDied(point: string, signal: NodeJS.Signals | null): Promise<boolean> {
    if (signal !== "SIGKILL") return false;
    this.kills.set(point, (this.kills.get(point) ?? 0) + 1);
    await this.left.hasten();
    return true;
  }
}

/** It came to its point before it was even ready. */
function diedAtOnce(error: unknown): null {
  if (error instanceof EndedEarly && error.signal === "SIGKILL") return null;
  throw error;
}
