import path from "node:path";
import type { DataSource } from "typeorm";
import type { OpenSendGrid } from "./features/destinations/open-send-grid.ts";
import { CheckDriftTask } from "./features/drift/check-drift.task.ts";
import { CheckDrift } from "./features/drift/check-drift.ts";
import { CarryErasureTask } from "./features/erasure/carry-erasure.task.ts";
import { CarryErasure } from "./features/erasure/carry-erasure.ts";
import type { ErasedAddresses } from "./features/erasure/erased-addresses.ts";
import type { CancelRun } from "./features/export-runs/cancel-run.ts";
import { ExportRunner } from "./features/export-runs/export-runner.ts";
import { RunExport } from "./features/export-runs/run-export.task.ts";
import type { StartExport } from "./features/export-runs/start/start-export.ts";
import type { RunTransport } from "./features/export-runs/upload/batches-of.ts";
import { CarryRefreshTask } from "./features/refresh/carry-refresh.task.ts";
import { CarryRefresh } from "./features/refresh/carry-refresh.ts";
import { fetchSource } from "./features/refresh/fetch-source.ts";
import { rebuildSegment } from "./features/refresh/rebuild-segment.ts";
import { BuildSegmentTask } from "./features/segments/build-segment.task.ts";
import { BuildSegment } from "./features/segments/build-segment.ts";
import { LoadSourceTask } from "./features/sources/load-source.task.ts";
import { LoadSource } from "./features/sources/load-source.ts";
import { RemoveProfilesTask } from "./features/sources/remove-profiles.task.ts";
import { RemoveProfiles } from "./features/sources/remove-profiles.ts";
import type { PostgresPubSub } from "./platform/pubsub/postgres-pub-sub.ts";
import type { SecretBox } from "./platform/secrets/secret-box.ts";
import { openSpoolFile } from "./platform/sendgrid/spool-file.ts";
import type { TaskShare } from "./platform/tasks/task.ts";
import type { TaskQueue } from "./platform/tasks/task-queue.ts";
import type { ServerOptions } from "./server-options.ts";

export type TaskParts = {
  readonly options: ServerOptions;
  readonly dataSource: DataSource;
  readonly pubSub: PostgresPubSub;
  readonly tasks: TaskQueue;
  readonly secrets: SecretBox;
  readonly openSendGrid: OpenSendGrid;
  readonly erased: ErasedAddresses;
  readonly startExport: StartExport;
  readonly cancelRun: CancelRun;
};

/** What one process does of each kind at the same time. */
const RUNS: TaskShare = { atOnce: 4, ofGroup: 2 }; // one destination never has them all: a run may take hours
const REFRESHES: TaskShare = { atOnce: 1 };
const LOADS: TaskShare = { atOnce: 1 };
const BUILDS: TaskShare = { atOnce: 2 };
const CHECKS: TaskShare = { atOnce: 1 };
/** One that waits for SendGrid holds no other one up. */
const ERASURES: TaskShare = { atOnce: 2 };

/** Every `new` of what does tasks, each for its task. */
export function composeTasks(parts: TaskParts): void {
  const { options, dataSource, pubSub, tasks, secrets, openSendGrid, erased } = parts;
  const { logger } = options;

  const transport: RunTransport = {
    openSpool: () => openSpoolFile(path.join(options.dataDir, "spool")),
    ...(options.maxUpsertsPerRun !== undefined && { maxRequests: options.maxUpsertsPerRun }),
    ...options.importing,
  };
  const runner = new ExportRunner(
    ...([dataSource, openSendGrid, pubSub, tasks, transport, erased, logger] as const),
    options.runPatience,
  );
  tasks.work(RunExport, RUNS, ({ runId }, run) => runner.execute(runId, run));

  const buildSegment = new BuildSegment(dataSource);
  const loadSource = new LoadSource(dataSource, buildSegment, tasks, logger, erased);
  const removeProfiles = new RemoveProfiles(dataSource, buildSegment);
  tasks.work(LoadSourceTask, LOADS, ({ sourceId }, { signal }) => loadSource.execute(sourceId, signal));
  tasks.work(RemoveProfilesTask, LOADS, ({ sourceId }, { signal }) =>
    removeProfiles.execute(sourceId, signal),
  );
  tasks.work(BuildSegmentTask, BUILDS, ({ segmentId }) => buildSegment.execute(segmentId));

  const stepWork = {
    SOURCE: fetchSource(dataSource, pubSub),
    SEGMENT: rebuildSegment(dataSource, buildSegment),
  };
  const { startExport, cancelRun } = parts;
  const carryRefresh = new CarryRefresh(dataSource, pubSub, stepWork, startExport, cancelRun, logger);
  tasks.work(CarryRefreshTask, REFRESHES, ({ refreshId }, { signal }) =>
    carryRefresh.execute(refreshId, signal),
  );

  const checkDrift = new CheckDrift(dataSource, openSendGrid, tasks, options.runPatience);
  tasks.work(CheckDriftTask, CHECKS, ({ checkId }, run) => checkDrift.execute(checkId, run));

  const erase = new CarryErasure(dataSource, secrets, openSendGrid, tasks, options.erasurePatience);
  tasks.work(CarryErasureTask, ERASURES, ({ erasureId }, { signal }) => erase.execute(erasureId, signal));
}
