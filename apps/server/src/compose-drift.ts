import type { DataSource } from "typeorm";
import type { OpenSendGrid } from "./features/destinations/open-send-grid.ts";
import { CheckDriftTask } from "./features/drift/check-drift.task.ts";
import { CheckDrift } from "./features/drift/check-drift.ts";
import { DriftResolver } from "./features/drift/drift.resolver.ts";
import { RepairDrift } from "./features/drift/repair-drift.ts";
import { StartDriftCheck } from "./features/drift/start-drift-check.ts";
import type { RunPatience } from "./features/export-runs/run-context.ts";
import type { StartExport } from "./features/export-runs/start/start-export.ts";
import type { TaskShare } from "./platform/tasks/task.ts";
import type { TaskQueue } from "./platform/tasks/task-queue.ts";

export type DriftParts = {
  readonly dataSource: DataSource;
  readonly openSendGrid: OpenSendGrid;
  readonly tasks: TaskQueue;
  readonly startExport: StartExport;
  readonly patience: RunPatience | undefined;
};

const CHECKS: TaskShare = { atOnce: 1 };

/** Every `new` of drift checks; the task has its worker. */
export function composeDrift({
  dataSource,
  openSendGrid,
  tasks,
  startExport,
  patience,
}: DriftParts): DriftResolver {
  const checkDrift = new CheckDrift(dataSource, openSendGrid, tasks, patience);
  tasks.work(CheckDriftTask, CHECKS, ({ checkId }, run) => checkDrift.execute(checkId, run));
  return new DriftResolver(
    dataSource,
    new StartDriftCheck(dataSource, tasks),
    new RepairDrift(dataSource, startExport),
  );
}
