/**
 * The past, kept as long as the operator says: details of runs, refreshes with their steps, alerts that have ended.
 *
 * Reads  : the clock.
 * Writes : deletes, in portions. The audit, consents and the rows of runs stay for good.
 * Used by: the ticker of every worker. Tasks that are done go by pg-boss's own rule, after a week.
 */
import type { Clock } from "@keruen/core";
import type { DataSource } from "typeorm";
import { PruneRuns } from "./prune-runs.ts";
import type { RetentionSettings } from "./retention-settings.ts";

const PORTION = 1_000;

/** A refresh's steps go with it. The last one stays to be seen. */
const REFRESHES = `
  delete from refresh where id in (
    select id from refresh
    where ended_at < $1 and started_at < (select max(started_at) from refresh)
    order by started_at limit ${PORTION}
  )`;

const ALERTS = `
  delete from alert_delivery where id in (
    select id from alert_delivery where ended_at < $1 order by ended_at limit ${PORTION}
  )`;

export class ForgetOld {
  private readonly pruneRuns: PruneRuns;

  constructor(
    private readonly dataSource: DataSource,
    private readonly settings: RetentionSettings,
    private readonly clock: Clock,
  ) {
    this.pruneRuns = new PruneRuns(dataSource, settings);
  }

  /** @throws when the process stops. */
  async execute(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    for (const statement of [REFRESHES, ALERTS])
      await this.forget(statement, new Date(now - this.settings.keptMs), signal);
    await this.pruneRuns.execute(now, signal);
  }

  private async forget(statement: string, endedBefore: Date, signal: AbortSignal): Promise<void> {
    for (let count: number | undefined = PORTION; count === PORTION; ) {
      signal.throwIfAborted();
      [, count] = await this.dataSource.query(statement, [endedBefore]);
    }
  }
}
