/**
 * One run, from its row to its end: prepare, upload, settle, and mirror where the export asks for that.
 *
 * Reads  : the run, its destination.
 * Writes : how each attempt ended.
 * Used by: the task `run-export`, on any process. It may be killed anywhere and begun again.
 */
import { isEnded } from "@keruen/core";
import type { DataSource } from "typeorm";
import { systemClock } from "../../platform/clock/system-clock.ts";
import { commit } from "../../platform/crash-points/crash-points.ts";
import type { Logger } from "../../platform/logging/logger.ts";
import type { PostgresPubSub } from "../../platform/pubsub/postgres-pub-sub.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { TaskRun } from "../../platform/tasks/task.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import { CallRecorder } from "../calls/record-calls.ts";
import { recordDeliveries } from "../deliveries/record-deliveries.ts";
import type { OpenSendGrid } from "../destinations/open-send-grid.ts";
import type { ErasedAddresses } from "../erasure/erased-addresses.ts";
import { ASKED } from "./approval/ask-for-approval.ts";
import { concludeAttempt } from "./conclude-attempt.ts";
import { FAILURES, type RunFailure } from "./describe-failure.ts";
import { planRun } from "./dry-run/plan-run.ts";
import { ExportRunEntity } from "./export-run.entity.ts";
import { mirrorRun } from "./mirror/mirror-run.ts";
import { lockRun } from "./move-run.ts";
import { isDatabaseAway, OWN_FAULT } from "./own-fault.ts";
import { prepareRun } from "./prepare/prepare-run.ts";
import { RUN_PATIENCE, type RunContext, type RunPatience } from "./run-context.ts";
import { settleRun } from "./settle/settle-run.ts";
import type { RunTransport } from "./upload/batches-of.ts";
import { uploadRun } from "./upload/upload-run.ts";
import { watchCancel } from "./watch-cancel.ts";
import { withCrashPoints } from "./with-crash-points.ts";

export class ExportRunner {
  constructor(
    private readonly dataSource: DataSource,
    private readonly openSendGrid: OpenSendGrid,
    private readonly pubSub: PostgresPubSub,
    private readonly tasks: TaskQueue,
    private readonly transport: RunTransport,
    private readonly erased: ErasedAddresses,
    private readonly logger: Logger,
    private readonly patience: RunPatience = RUN_PATIENCE,
  ) {}

  /** @throws when the process stops or the database is away: the queue gives the task to the next. */
  async execute(runId: string, { signal: stopped }: TaskRun): Promise<void> {
    const run = await this.beginAttempt(runId);
    if (!run) return;
    const cancel = await watchCancel(this.dataSource, this.pubSub, runId);
    const calls = new CallRecorder(this.dataSource, runId, run.attempt + 1);
    try {
      const failure = await this.attemptOrFault(run, calls, stopped, cancel.signal);
      stopped.throwIfAborted();
      if (failure === ASKED) return; // and by now it may be going on elsewhere
      await concludeAttempt(this.dataSource, this.tasks, this.patience, runId, failure);
    } finally {
      cancel.stop();
    }
  }

  /** Null where there is nothing left to do, or nothing before somebody has approved. */
  private async beginAttempt(runId: string): Promise<ExportRunEntity | null> {
    return await commit(this.dataSource, "begin-attempt", async (db) => {
      const run = await lockRun(db, runId);
      if (isEnded(run.state) || run.state === "AWAITING_APPROVAL") return null;
      await db.update(ExportRunEntity, { id: runId }, { attempt: run.attempt + 1, nextTryAt: null });
      await announce(db, "run", runId);
      return run;
    });
  }

  private async attemptOrFault(...attempt: Parameters<ExportRunner["attempt"]>) {
    const [{ id: runId }, calls, stopped] = attempt;
    try {
      return await this.attempt(...attempt).finally(() => calls.close());
    } catch (error) {
      if (stopped.aborted || isDatabaseAway(error)) throw error;
      this.logger.error({ runId, err: error }, "an attempt of a run failed by a fault of our own");
      return OWN_FAULT;
    }
  }

  private async attempt(
    run: ExportRunEntity,
    calls: CallRecorder,
    stopped: AbortSignal,
    canceled: AbortSignal,
  ): Promise<RunFailure | typeof ASKED | null> {
    const opened = await this.openDestination(run, calls);
    if (!opened.ok) {
      if (!run.isDryRun) await recordDeliveries(this.dataSource, run.id, stopped);
      return opened.failure;
    }
    const context: RunContext = {
      ...{
        dataSource: this.dataSource,
        client: withCrashPoints(opened.value),
        runId: run.id,
        stopped,
        canceled,
      },
      erased: this.erased,
      ...{ patience: this.patience, transport: this.transport, clock: systemClock, random: Math.random },
    };
    if (canceled.aborted && (run.state === "QUEUED" || run.state === "PREPARING")) return null;
    const unprepared = await prepareRun(context);
    if (unprepared) return unprepared;
    const unsent = await uploadRun(context);
    if (unsent && !unsent.isFinal) return unsent;
    const unsettled = await settleRun(context, unsent);
    if (run.isDryRun) {
      if (!unsettled) await planRun(context);
      return unsettled;
    }
    await recordDeliveries(this.dataSource, run.id, stopped);
    return unsettled ?? (await mirrorRun(context));
  }

  private async openDestination({ destinationId }: ExportRunEntity, calls: CallRecorder) {
    if (destinationId === null) return { ok: false, failure: FAILURES.destinationRemoved } as const;
    return await this.openSendGrid.asExportUser(destinationId, calls);
  }
}
