/**
 * What is kept of old runs is their counts; who was in them goes. First out of everybody's sight, then page by page, each
 * page a transaction of its own: nothing waits long for a lock, and vacuum finds the dead rows of one while the next goes.
 *
 * Reads  : `export_run`.
 * Writes : `export_run.details_pruned_at`, and deletes from `DETAIL_TABLES`. Killed anywhere, the next one goes on with
 *          the run that is marked.
 * Used by: `ForgetOld`. One process at a time: each transaction holds a lock of the database's that dies with it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource, EntityManager } from "typeorm";
import { chooseRuns, takeOutOfSight } from "./choose-runs.ts";
import { deleteDetails, firstKey } from "./delete-details.ts";
import { DETAIL_TABLES, type DetailTable } from "./detail-tables.ts";
import type { RetentionSettings } from "./retention-settings.ts";

const PAGE_SIZE = 5_000;

/** Another process is at it. */
class Taken extends Error {}

export class PruneRuns {
  constructor(
    private readonly dataSource: DataSource,
    private readonly settings: RetentionSettings,
    private readonly pageSize = PAGE_SIZE,
  ) {}

  /**
   * @returns how many runs it has finished with; fewer than there were where another process is at it.
   * @throws when the process stops: the next one goes on.
   */
  async execute(now: number, signal: AbortSignal): Promise<number> {
    const endedBefore = new Date(now - this.settings.keptMs);
    let pruned = 0;
    try {
      for (;;) {
        const runs = await this.next(endedBefore);
        if (runs.length === 0) return pruned;
        for (const runId of runs) {
          for (const table of DETAIL_TABLES) await this.empty(table, runId, signal);
          await this.alone((db) =>
            db.query("update export_run set is_pruning = false where id = $1", [runId]),
          );
          pruned += 1;
        }
      }
    } catch (error) {
      if (error instanceof Taken) return pruned;
      throw error;
    }
  }

  /** Those that a process left half-way go before others. */
  private async next(endedBefore: Date): Promise<readonly string[]> {
    return await this.alone(async (db) => {
      const begun: readonly { id: string }[] = await db.query(
        "select id from export_run where is_pruning order by details_pruned_at, id limit 100",
      );
      if (begun.length > 0) return begun.map(({ id }) => id);
      for (const runId of await chooseRuns(db, endedBefore, this.settings))
        if (await takeOutOfSight(db, runId)) return [runId];
      return [];
    });
  }

  /** Half of the time the database has to itself. */
  private async empty(table: DetailTable, runId: string, signal: AbortSignal): Promise<void> {
    for (let after = firstKey(table); ; ) {
      signal.throwIfAborted();
      const beganAt = performance.now();
      const last = await this.alone((db) => deleteDetails(db, table, runId, after, this.pageSize));
      if (last === null) return;
      after = last;
      await sleep(performance.now() - beganAt, undefined, { signal });
    }
  }

  private async alone<Value>(work: (db: EntityManager) => Promise<Value>): Promise<Value> {
    return await this.dataSource.transaction(async (db) => {
      const [{ mine }] = await db.query(
        "select pg_try_advisory_xact_lock(hashtext('keruen retention')) as mine",
      );
      if (!mine) throw new Taken();
      return await work(db);
    });
  }
}
