/**
 * Carries a refresh to its end: sources, then segments, then the exports that follow it, until their runs have ended.
 *
 * Reads  : the refresh and its steps, from the beginning after a crash.
 * Writes : each step as it begins and ends; what failed stops only what depends on it.
 * Used by: the task `carry-refresh`.
 */
import type { DataSource } from "typeorm";
import { systemClock } from "../../platform/clock/system-clock.ts";
import { commit } from "../../platform/crash-points/crash-points.ts";
import type { Logger } from "../../platform/logging/logger.ts";
import { nextChange } from "../../platform/pubsub/next-change.ts";
import type { PostgresPubSub } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { CancelRun } from "../export-runs/cancel-run.ts";
import type { StartExport } from "../export-runs/start/start-export.ts";
import { concludeRefresh } from "./conclude-refresh.ts";
import type { DoStep, StepEnd } from "./do-step.ts";
import { followRuns } from "./follow-runs.ts";
import { RefreshEntity } from "./refresh.entity.ts";
import type { RefreshStepKind } from "./refresh-state.ts";
import { RefreshStepEntity } from "./refresh-step.entity.ts";
import { beginStep, blockedBy, blockerOf, endStep, nextStep, type Step } from "./refresh-steps.ts";
import { startFollower } from "./start-follower.ts";

/** What a refresh does itself, by the kind of step. Exports are done by their runs. */
export type StepWork = Readonly<Record<Exclude<RefreshStepKind, "EXPORT">, DoStep>>;

const MOST_TRIES = 3;
const LOOK_AGAIN_MS = 2_000;

export class CarryRefresh {
  constructor(
    private readonly dataSource: DataSource,
    private readonly pubSub: PostgresPubSub,
    private readonly work: StepWork,
    private readonly startExport: StartExport,
    private readonly cancelRun: CancelRun,
    private readonly logger: Logger,
  ) {}

  /** @throws when the process stops: another one goes on with the step that was under way. */
  async execute(refreshId: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const refresh = await this.dataSource.getRepository(RefreshEntity).findOneBy({ id: refreshId });
      if (refresh?.state !== "RUNNING") return;
      await this.cancelRuns(refresh);
      await followRuns(this.dataSource, refreshId);
      const step = await nextStep(this.dataSource, refreshId);
      if (step?.kind === "EXPORT") await startFollower(this.dataSource, this.startExport, refresh, step);
      else if (step) await this.take(step, this.work[step.kind], signal);
      else if (await concludeRefresh(this.dataSource, refreshId)) return;
      else await nextChange(this.pubSub, ["run", "refresh"], LOOK_AGAIN_MS, signal);
    }
  }

  /** Those that this refresh started; canceling one again changes nothing. */
  private async cancelRuns({ id, cancelRequestedBy }: RefreshEntity): Promise<void> {
    if (cancelRequestedBy === null) return;
    const steps = await this.dataSource
      .getRepository(RefreshStepEntity)
      .findBy({ refreshId: id, kind: "EXPORT", state: "RUNNING" });
    for (const { runId } of steps)
      if (runId !== null) await this.cancelRun.execute(runId, { userId: cancelRequestedBy });
  }

  private async take(step: Step, work: DoStep, signal: AbortSignal): Promise<void> {
    const blocker = await blockerOf(this.dataSource.manager, step);
    if (!(await beginStep(this.dataSource, step))) return;
    const end = blocker === null ? await this.tried(step, work, signal) : blockedBy(blocker);
    if (end) await commit(this.dataSource, "end-step", (db) => endStep(db, step, end));
  }

  /** How it ended; null: not yet, it is to be tried again. */
  private async tried(step: Step, work: DoStep, signal: AbortSignal): Promise<StepEnd | null> {
    try {
      return await work(step.subjectId, signal);
    } catch (error) {
      signal.throwIfAborted();
      this.logger.error(
        { refreshId: step.refreshId, kind: step.kind, err: error },
        "refresh: a step broke off",
      );
      const tries = step.tries + 1;
      if (tries >= MOST_TRIES) return BROKE_OFF;
      const { refreshId, position } = step;
      await this.dataSource.getRepository(RefreshStepEntity).update({ refreshId, position }, { tries });
      await systemClock.wait(1_000 * tries, signal);
      return null;
    }
  }
}

const BROKE_OFF: StepEnd = {
  ...{ state: "FAILED", code: "broke-off", count: null },
  message:
    "It broke off three times with an error that the server's log has. Refresh again, or ask whoever runs it.",
};
