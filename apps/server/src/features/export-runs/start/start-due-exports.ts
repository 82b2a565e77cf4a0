/**
 * Starts the exports whose own schedule is due: each once, however many processes look, and once after a time when none did.
 *
 * Reads  : `export.next_due_at`, the clock that is handed in.
 * Writes : the run, the export's next time and why it was not started; each export in a transaction of its own.
 * Used by: the ticker of every process that works.
 */
import { type Clock, nextOccurrence } from "@keruen/core";
import type { DataSource, EntityManager } from "typeorm";
import { isUniqueViolation } from "../../../platform/database/unique-violation.ts";
import { ExportEntity } from "../../exports/export.entity.ts";
import type { NotStarted } from "../../schedules/not-started.ts";
import type { StartExport, StartExportFailure } from "./start-export.ts";
import { START_REFUSALS } from "./start-refusal-words.ts";

export class StartDueExports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly startExport: StartExport,
    private readonly clock: Clock,
  ) {}

  /** Until nothing is due any more. */
  async execute(signal: AbortSignal): Promise<void> {
    while (await this.startNext()) signal.throwIfAborted();
  }

  private async startNext(): Promise<boolean> {
    try {
      return await this.dataSource.transaction((db) => this.startWithin(db));
    } catch (error) {
      if (isUniqueViolation(error, "export_run_one_active")) return true; // somebody clicked just now: look again
      throw error;
    }
  }

  private async startWithin(db: EntityManager): Promise<boolean> {
    const now = new Date(this.clock.now());
    const id = await holdDue(db, now);
    if (id === null) return false;
    const { recurrence, nextDueAt } = await db.findOneByOrFail(ExportEntity, { id });
    if (!recurrence || !nextDueAt) return true;
    const started = await this.startExport.executeWithin(db, id, { trigger: "SCHEDULE", dueAt: nextDueAt });
    const notStarted = started.ok ? null : why(nextDueAt, started.failure);
    await db.update(ExportEntity, { id }, { nextDueAt: nextOccurrence(recurrence, now), notStarted });
    return true;
  }
}

/** One that is due and that nobody else holds; its destination stays with it. Waits for nobody, so nobody is waited for. */
async function holdDue(db: EntityManager, now: Date): Promise<string | null> {
  const [due] = await db.query(
    `select export.id from export join destination on destination.id = export.destination_id
     where export.next_due_at <= $1
     order by export.next_due_at limit 1
     for share of destination skip locked for update of export skip locked`,
    [now],
  );
  return due?.id ?? null;
}

const why = (dueAt: Date, failure: StartExportFailure): NotStarted => ({
  at: dueAt.toISOString(),
  ...START_REFUSALS[failure.code],
});
