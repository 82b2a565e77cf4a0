/**
 * Every `new` of what people and programs ask for: the resolvers, with what they need, behind the one port.
 *
 * Reads  : the parts that every process has.
 * Writes : nothing until it is asked.
 * Used by: `compose.ts`, for every role but `worker`, which does not even load it.
 */
import type { Clock } from "@keruen/core";
import type { FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import { composeAlerts } from "./compose-alerts.ts";
import { composeDestinations } from "./compose-destinations.ts";
import { composeExports } from "./compose-exports.ts";
import { composePartRuns } from "./compose-part-runs.ts";
import { composeProfiles } from "./compose-profiles.ts";
import { AuditResolver } from "./features/access/audit.resolver.ts";
import { ViewerResolver } from "./features/access/viewer.resolver.ts";
import { CallResolver } from "./features/calls/call.resolver.ts";
import type { OpenSendGrid } from "./features/destinations/open-send-grid.ts";
import { DriftResolver } from "./features/drift/drift.resolver.ts";
import { RepairDrift } from "./features/drift/repair-drift.ts";
import { StartDriftCheck } from "./features/drift/start-drift-check.ts";
import { ErasePerson } from "./features/erasure/erase-person.ts";
import type { ErasedAddresses } from "./features/erasure/erased-addresses.ts";
import { ErasureResolver } from "./features/erasure/erasure.resolver.ts";
import { ReadmitPerson } from "./features/erasure/readmit-person.ts";
import { RetryErasure } from "./features/erasure/retry-erasure.ts";
import { ApproveRun } from "./features/export-runs/approval/approve-run.ts";
import type { CancelRun } from "./features/export-runs/cancel-run.ts";
import { ExportRunResolver } from "./features/export-runs/export-run.resolver.ts";
import { OutcomeResolver } from "./features/export-runs/outcomes/outcome.resolver.ts";
import { StartAllExports } from "./features/export-runs/start/start-all-exports.ts";
import type { StartExport } from "./features/export-runs/start/start-export.ts";
import { StoreFile } from "./features/files/store-file.ts";
import { PersonTrailResolver } from "./features/persons/person-trail.resolver.ts";
import { CancelRefresh } from "./features/refresh/cancel-refresh.ts";
import { RefreshResolver } from "./features/refresh/refresh.resolver.ts";
import { ScheduleResolver } from "./features/refresh/schedule.resolver.ts";
import type { StartRefresh } from "./features/refresh/start-refresh.ts";
import { UpdateSchedule } from "./features/refresh/update-schedule.ts";
import { SystemResolver } from "./features/system/system.resolver.ts";
import { liveRowsOf } from "./live.ts";
import { createSchema } from "./platform/graphql/build-schema.ts";
import type { PostgresPubSub } from "./platform/pubsub/postgres-pub-sub.ts";
import type { SecretBox } from "./platform/secrets/secret-box.ts";
import type { TaskQueue } from "./platform/tasks/task-queue.ts";
import { RESOLVERS, type Resolvers } from "./resolvers.ts";
import { serveApi } from "./serve-api.ts";
import type { ServerOptions } from "./server-options.ts";

export type ApiParts = {
  readonly options: ServerOptions;
  readonly clock: Clock;
  readonly dataSource: DataSource;
  readonly pubSub: PostgresPubSub;
  readonly tasks: TaskQueue;
  readonly secrets: SecretBox;
  readonly erased: ErasedAddresses;
  readonly openSendGrid: OpenSendGrid;
  readonly startExport: StartExport;
  readonly cancelRun: CancelRun;
  readonly startRefresh: StartRefresh;
};

/** @returns the function that ends its sockets. */
export async function composeApi(http: FastifyInstance, parts: ApiParts): Promise<() => Promise<void>> {
  const { options, clock, dataSource, tasks, secrets, erased, openSendGrid, startExport } = parts;
  const storeFile = new StoreFile(dataSource);
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
      parts.cancelRun,
    ),
    ...composePartRuns(dataSource, startExport),
    new DriftResolver(
      dataSource,
      new StartDriftCheck(dataSource, tasks),
      new RepairDrift(dataSource, startExport),
    ),
    new OutcomeResolver(dataSource),
    new CallResolver(dataSource),
    ...composeProfiles({ dataSource, tasks, storeFile, isSandbox: options.isSandbox }),
    new RefreshResolver(dataSource, parts.startRefresh, new CancelRefresh(dataSource, tasks)),
    new ScheduleResolver(dataSource, new UpdateSchedule(dataSource, clock)),
    composeAlerts({ dataSource, secrets, settings: options.alerts }),
    new ErasureResolver(
      dataSource,
      new ErasePerson(dataSource, tasks, secrets, erased),
      new RetryErasure(dataSource, tasks),
      new ReadmitPerson(dataSource),
    ),
    new PersonTrailResolver(dataSource, erased),
    new SystemResolver(
      dataSource,
      options.isSandbox ? options.sendGridBaseUrls.GLOBAL : null,
      options.alerts.mail?.from ?? null,
    ),
  ];
  return await serveApi(http, {
    ...{ dataSource, storeFile, consoleDir: options.consoleDir, logger: options.logger },
    schema: createSchema(RESOLVERS, resolvers),
    live: liveRowsOf(dataSource, parts.pubSub),
  });
}
