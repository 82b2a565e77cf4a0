/**
 * The asynchronous half of SendGrid: takes accepted work and does it after a delay, a chunk at a time.
 *
 * Reads  : the next chunk of the job whose turn it is.
 * Writes : what the chunk says, and the job's progress, in one transaction.
 * Used by: `start-simulator.ts`, which starts and stops it; whoever accepts work wakes it.
 *
 * Between two chunks the event loop has its turn, so that calls are answered while a large job is applied.
 * After a restart it goes on where it was: all it knows is in the database.
 */
import type { Settings } from "../settings.ts";
import type { Database } from "../storage/database.ts";
import { applyChunk } from "./apply-chunk.ts";
import type { JobStore } from "./job-store.ts";

type Deps = {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly clock: () => number;
  readonly settings: Readonly<Pick<Settings, "contactLimit">>;
};

export class JobEngine {
  readonly #deps: Deps;
  #turn: NodeJS.Immediate | null = null;
  #alarm: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Looks for work now: after a start, when work was accepted, when the delay was changed. */
  wake(): void {
    if (this.#isStopped || this.#turn) return;
    if (this.#alarm) clearTimeout(this.#alarm);
    this.#alarm = null;
    this.#turn = setImmediate(() => {
      this.#turn = null;
      this.#step();
    });
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#turn) clearImmediate(this.#turn);
    if (this.#alarm) clearTimeout(this.#alarm);
  }

  #step(): void {
    const { database, jobs, clock, settings } = this.#deps;
    const chunk = jobs.nextChunk();
    if (!chunk) {
      database.flush();
      return;
    }
    const waitMs = chunk.dueAt - clock();
    if (waitMs > 0) {
      database.flush();
      this.#alarm = setTimeout(() => this.wake(), Math.min(waitMs, 60_000));
      return;
    }
    database.batch(() =>
      jobs.record(chunk, applyChunk(database, chunk, clock(), settings.contactLimit), clock()),
    );
    this.wake();
  }
}
