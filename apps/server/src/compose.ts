/**
 * Every `new` of the server, in the order of dependency.
 *
 * Reads  : the environment that `main.ts` has read.
 * Writes : nothing until `listen`.
 * Used by: `main.ts` and the tests, which run the same server.
 */
import "reflect-metadata"; // before the first decorator
import path from "node:path";
import type { Clock } from "@keruen/core";
import type { FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { DataSource } from "typeorm";
import { composeAlerts } from "./compose-alerts.ts";
import { composeDestinations } from "./compose-destinations.ts";
import { composeDrift } from "./compose-drift.ts";
import { composeErasure } from "./compose-erasure.ts";
import { composeExports } from "./compose-exports.ts";
import { composePartRuns } from "./compose-part-runs.ts";
import { composeProfiles } from "./compose-profiles.ts";
import { ENTITIES } from "./entities.ts";
import type { Role } from "./env.ts";
import { AuditResolver } from "./features/access/audit.resolver.ts";
import { ViewerResolver } from "./features/access/viewer.resolver.ts";
import type { AlertSettings } from "./features/alerts/alert-settings.ts";
import { CallResolver } from "./features/calls/call.resolver.ts";
import { OpenSendGrid } from "./features/destinations/open-send-grid.ts";
import type { SendGridBaseUrls } from "./features/destinations/sendgrid-region.ts";
import type { ErasurePatience } from "./features/erasure/carry-erasure.ts";
import { ApproveRun } from "./features/export-runs/approval/approve-run.ts";
import { CancelRun } from "./features/export-runs/cancel-run.ts";
import { ExportRunResolver } from "./features/export-runs/export-run.resolver.ts";
import { ExportRunner } from "./features/export-runs/export-runner.ts";
import { OutcomeResolver } from "./features/export-runs/outcomes/outcome.resolver.ts";
import type { RunPatience } from "./features/export-runs/run-context.ts";
import { RunExport } from "./features/export-runs/run-export.task.ts";
import { StartAllExports } from "./features/export-runs/start/start-all-exports.ts";
import { StartDueExports } from "./features/export-runs/start/start-due-exports.ts";
import { StartExport } from "./features/export-runs/start/start-export.ts";
import type { RunTransport } from "./features/export-runs/upload/batches-of.ts";
import type { PreflightPatience } from "./features/exports/preflight-export.ts";
import { DropAbandonedFiles } from "./features/files/drop-abandoned-files.ts";
import { PersonTrailResolver } from "./features/persons/person-trail.resolver.ts";
import { CancelRefresh } from "./features/refresh/cancel-refresh.ts";
import { CarryRefreshTask } from "./features/refresh/carry-refresh.task.ts";
import { CarryRefresh } from "./features/refresh/carry-refresh.ts";
import { fetchSource } from "./features/refresh/fetch-source.ts";
import { rebuildSegment } from "./features/refresh/rebuild-segment.ts";
import { RefreshResolver } from "./features/refresh/refresh.resolver.ts";
import { ScheduleResolver } from "./features/refresh/schedule.resolver.ts";
import { StartDueRefresh } from "./features/refresh/start-due-refresh.ts";
import { StartRefresh } from "./features/refresh/start-refresh.ts";
import { UpdateSchedule } from "./features/refresh/update-schedule.ts";
import { ForgetOld } from "./features/retention/forget-old.ts";
import type { RetentionSettings } from "./features/retention/retention-settings.ts";
import { SystemResolver } from "./features/system/system.resolver.ts";
import { liveRowsOf } from "./live.ts";
import { systemClock } from "./platform/clock/system-clock.ts";
import { Ticker } from "./platform/clock/ticker.ts";
import { connectDatabase } from "./platform/database/data-source.ts";
import { createSchema } from "./platform/graphql/build-schema.ts";
import { serveHealth } from "./platform/http/health.ts";
import { createHttpServer } from "./platform/http/http-server.ts";
import type { Logger } from "./platform/logging/logger.ts";
import { PostgresPubSub } from "./platform/pubsub/postgres-pub-sub.ts";
import { readKeyFile } from "./platform/secrets/key-file.ts";
import { SecretBox } from "./platform/secrets/secret-box.ts";
import { PostgresPacing } from "./platform/sendgrid/postgres-pacing.ts";
import { createSendHttp } from "./platform/sendgrid/send-http.ts";
import { openSpoolFile } from "./platform/sendgrid/spool-file.ts";
import type { TaskShare } from "./platform/tasks/task.ts";
import { TaskQueue } from "./platform/tasks/task-queue.ts";
import { RESOLVERS, type Resolvers } from "./resolvers.ts";
import { serveApi } from "./serve-api.ts";

export type ServerOptions = {
  readonly role: Role;
  readonly databaseUrl: string;
  /** The same where there is no pooler in between. */
  readonly directUrl: string;
  /** Folder of the key file, and of files on their way to SendGrid, which have no name there. */
  readonly dataDir: string;
  readonly sendGridBaseUrls: SendGridBaseUrls;
  readonly isSandbox: boolean;
  readonly consoleDir: string | undefined;
  readonly logger: Logger;
  /** The most upserts that one run may take; one that would take more goes by import. */
  readonly maxUpsertsPerRun?: number;
  /** What the files of an import hold, and where they wait; other in tests. */
  readonly importing?: Partial<RunTransport>;
  /** How long runs wait for SendGrid; shorter in tests. */
  readonly runPatience?: RunPatience;
  /** How long a person waits before an export is saved or run; shorter in tests. */
  readonly preflightPatience?: PreflightPatience;
  /** How long a new custom field is given before it is used; shorter in tests. */
  readonly fieldUsableAfterMs?: number;
  /** By which schedules go; tests move it. */
  readonly clock?: Clock;
  /** How long erasures wait for SendGrid and for runs; shorter in tests. */
  readonly erasurePatience?: ErasurePatience;
  readonly alerts: AlertSettings;
  readonly retention: RetentionSettings;
  /** How often it is looked for what is due, alerts too; more often in tests. */
  readonly dueEveryMs?: number;
  /** How often it is looked for what is kept no longer; more often in tests. */
  readonly retentionEveryMs?: number;
};

export type Server = {
  readonly http: FastifyInstance;
  readonly dataSource: DataSource;
  readonly schema: GraphQLSchema;
  /** Stops taking requests, lets running tasks reach a safe point, and closes every connection. */
  close(): Promise<void>;
};

/** Schedules are to the minute. One query by an index that holds nothing but times to come. */
const DUE_EVERY_MS = 10_000;
const ALERTS_EVERY_MS = 3_000;
const RETENTION_EVERY_MS = 60 * 60_000;

/** What one process does of each kind at the same time. */
const RUNS: TaskShare = { atOnce: 4, ofGroup: 2 }; // one destination never has them all: a run may take hours
const REFRESHES: TaskShare = { atOnce: 1 };

export async function compose(options: ServerOptions): Promise<Server> {
  const { logger, clock = systemClock } = options;
  const dataSource = await connectDatabase(options.databaseUrl, ENTITIES, options.directUrl);
  const pubSub = new PostgresPubSub(options.directUrl, logger);
  const tasks = new TaskQueue(options.directUrl, logger);

  const keyRing = await readKeyFile(options.dataDir);
  const secrets = new SecretBox(keyRing);
  const hostAt = (baseUrl: string) => ({ baseUrl, transport: createSendHttp({ baseUrl }) });
  const hosts = {
    GLOBAL: hostAt(options.sendGridBaseUrls.GLOBAL),
    EU: hostAt(options.sendGridBaseUrls.EU),
  };
  const pacing = new PostgresPacing(dataSource, pubSub);
  const openSendGrid = new OpenSendGrid(dataSource, secrets, hosts, pacing);

  const runTransport: RunTransport = {
    openSpool: () => openSpoolFile(path.join(options.dataDir, "spool")),
    ...(options.maxUpsertsPerRun !== undefined && { maxRequests: options.maxUpsertsPerRun }),
    ...options.importing,
  };
  const erasure = composeErasure({
    ...{ dataSource, secrets, keyRing, openSendGrid, tasks },
    patience: options.erasurePatience,
  });

  const runner = new ExportRunner(
    dataSource,
    openSendGrid,
    pubSub,
    tasks,
    runTransport,
    erasure.erased,
    logger,
    options.runPatience,
  );
  tasks.work(RunExport, RUNS, ({ runId }, run) => runner.execute(runId, run));

  const startExport = new StartExport(dataSource, tasks);
  const cancelRun = new CancelRun(dataSource, tasks);
  const startRefresh = new StartRefresh(dataSource, tasks);
  const startDueRefresh = new StartDueRefresh(dataSource, startRefresh, clock);
  const startDueExports = new StartDueExports(dataSource, startExport, clock);
  const startDue = async (signal: AbortSignal) => {
    await startDueRefresh.execute();
    await startDueExports.execute(signal);
  };
  const due = new Ticker("what is due", options.dueEveryMs ?? DUE_EVERY_MS, startDue, logger);

  const alerts = composeAlerts({
    ...{ dataSource, secrets, settings: options.alerts, clock, logger },
    everyMs: options.dueEveryMs ?? ALERTS_EVERY_MS,
  });

  const forgetOld = new ForgetOld(dataSource, options.retention, clock);
  const retention = new Ticker(
    ...(["what is kept no longer", options.retentionEveryMs ?? RETENTION_EVERY_MS] as const),
    (signal) => forgetOld.execute(signal),
    logger,
  );

  const abandonedFiles = new DropAbandonedFiles(dataSource, logger);
  const profiles = composeProfiles({
    ...{ dataSource, tasks, erased: erasure.erased, isSandbox: options.isSandbox, logger },
  });
  const stepWork = {
    SOURCE: fetchSource(dataSource, pubSub),
    SEGMENT: rebuildSegment(dataSource, profiles.buildSegment),
  };
  const carryRefresh = new CarryRefresh(dataSource, pubSub, stepWork, startExport, cancelRun, logger);
  tasks.work(CarryRefreshTask, REFRESHES, ({ refreshId }, { signal }) =>
    carryRefresh.execute(refreshId, signal),
  );

  const resolvers: Resolvers = [
    new ViewerResolver(dataSource),
    new AuditResolver(dataSource),
    ...composeDestinations({
      ...{ dataSource, openSendGrid, secrets, fieldUsableAfterMs: options.fieldUsableAfterMs },
    }),
    ...composeExports({ dataSource, openSendGrid, clock, preflightPatience: options.preflightPatience }),
    new ExportRunResolver(
      dataSource,
      startExport,
      new StartAllExports(dataSource, startExport),
      new ApproveRun(dataSource, tasks),
      cancelRun,
    ),
    ...composePartRuns(dataSource, startExport),
    composeDrift({ dataSource, openSendGrid, tasks, startExport, patience: options.runPatience }),
    new OutcomeResolver(dataSource),
    new CallResolver(dataSource),
    ...profiles.resolvers,
    new RefreshResolver(dataSource, startRefresh, new CancelRefresh(dataSource, tasks)),
    new ScheduleResolver(dataSource, new UpdateSchedule(dataSource, clock)),
    alerts.resolver,
    erasure.resolver,
    new PersonTrailResolver(dataSource, erasure.erased),
    new SystemResolver(
      dataSource,
      options.isSandbox ? options.sendGridBaseUrls.GLOBAL : null,
      options.alerts.mail?.from ?? null,
    ),
  ];

  const http = await createHttpServer(logger);
  const schema = createSchema(RESOLVERS, resolvers);
  serveHealth(http, dataSource);
  const isApi = options.role !== "worker";
  const isWorker = options.role !== "api";
  const live = liveRowsOf(dataSource, pubSub);
  const closeApi = isApi
    ? await serveApi(http, {
        ...{ dataSource, schema, live, logger },
        ...{ storeFile: profiles.storeFile, consoleDir: options.consoleDir },
      })
    : null;

  await pubSub.start();
  await tasks.start({ isWorker });
  if (isWorker) {
    abandonedFiles.start();
    due.start();
    alerts.ticker.start();
    retention.start();
  }

  return {
    http,
    dataSource,
    schema,
    async close() {
      await tasks.drain(); // others go on with them, however long a request here takes
      abandonedFiles.stop();
      await closeApi?.();
      await http.close();
      await due.stop();
      await alerts.ticker.stop();
      await retention.stop();
      await tasks.stop();
      await pubSub.stop();
      await dataSource.destroy();
    },
  };
}
