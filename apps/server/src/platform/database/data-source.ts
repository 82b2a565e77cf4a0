import { DataSource, type DataSourceOptions } from "typeorm";
import { Initial1764000000000 } from "./migrations/1-initial.ts";
import { Region1764000000001 } from "./migrations/2-region.ts";
import { Route1764000000002 } from "./migrations/3-route.ts";
import { Delivery1764000000003 } from "./migrations/4-delivery.ts";
import { Suppressed1764000000004 } from "./migrations/5-suppressed.ts";
import { Settling1764000000005 } from "./migrations/6-settling.ts";
import { ContactLimit1764000000006 } from "./migrations/7-contact-limit.ts";
import { BulkTables1764000000007 } from "./migrations/8-bulk-tables.ts";
import { Removing1764000000008 } from "./migrations/9-removing.ts";
import { Approval1764000000009 } from "./migrations/10-approval.ts";
import { EndpointWindow1764000000010 } from "./migrations/11-endpoint-window.ts";
import { Schedule1764000000011 } from "./migrations/12-schedule.ts";
import { Alerts1764000000012 } from "./migrations/13-alerts.ts";
import { Incremental1764000000015 } from "./migrations/16-incremental.ts";
import { Refresh1764000000016 } from "./migrations/17-refresh.ts";
import { DryRun1764000000017 } from "./migrations/18-dry-run.ts";
import { HandingOver1764000000018 } from "./migrations/19-handing-over.ts";
import { PartRunsAndDrift1764000000022 } from "./migrations/23-part-runs-and-drift.ts";
import { Erasure1764000000023 } from "./migrations/24-erasure.ts";
import { History1764000000024 } from "./migrations/25-history.ts";
import { AlertMail1764000000026 } from "./migrations/27-alert-mail.ts";
import { MembersToLookAt1764000000027 } from "./migrations/28-members-to-look-at.ts";
import { RunsBeforeUndo1764000000028 } from "./migrations/29-runs-before-undo.ts";
import { RemovingCount1764000000032 } from "./migrations/33-removing-count.ts";
import { SnakeNaming } from "./snake-naming.ts";
import { Vigil } from "./vigil.ts";

/** The oldest whose rules for capitals do not depend on the operating system (`pg_c_utf8`). */
const OLDEST_VERSION = 17;

/** To have a connection: a new one, or one of the pool, where each is busy. */
const CONNECT_LIMIT_MS = 30_000;

/**
 * Brings the tables up to date, and connects. Several processes may start at once: migrations run under a lock.
 *
 * @param directUrl - the same database past a pooler of transactions, which would give the lock to somebody else.
 */
export async function connectDatabase(
  url: string,
  entities: NonNullable<DataSourceOptions["entities"]>,
  directUrl = url,
): Promise<DataSource> {
  const direct = await open(directUrl, [], 2); // one holds the lock, one migrates
  try {
    await refuseOldVersions(direct);
    await migrate(direct);
  } finally {
    await direct.destroy();
  }
  return await open(url, entities, 20);
}

async function open(
  url: string,
  entities: NonNullable<DataSourceOptions["entities"]>,
  max: number,
): Promise<DataSource> {
  return await new DataSource({
    type: "postgres",
    url,
    entities,
    migrations: [
      Initial1764000000000,
      Region1764000000001,
      Route1764000000002,
      Delivery1764000000003,
      Suppressed1764000000004,
      Settling1764000000005,
      ContactLimit1764000000006,
      BulkTables1764000000007,
      Removing1764000000008,
      Approval1764000000009,
      EndpointWindow1764000000010,
      Schedule1764000000011,
      Alerts1764000000012,
      Incremental1764000000015,
      Refresh1764000000016,
      DryRun1764000000017,
      HandingOver1764000000018,
      PartRunsAndDrift1764000000022,
      Erasure1764000000023,
      History1764000000024,
      AlertMail1764000000026,
      MembersToLookAt1764000000027,
      RunsBeforeUndo1764000000028,
      RemovingCount1764000000032,
    ],
    migrationsTransactionMode: "all",
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    poolErrorHandler: () => undefined, // an idle connection that breaks is replaced; the next query says so if none can be had
    connectTimeoutMS: CONNECT_LIMIT_MS,
    extra: { max, Client: new Vigil(url).Client },
    parseInt8: true, // ids and counts stay below 2^53
  }).initialize();
}

async function refuseOldVersions(dataSource: DataSource): Promise<void> {
  const [{ version }] = await dataSource.query(
    "select current_setting('server_version_num')::integer / 10000 as version",
  );
  if (version < OLDEST_VERSION)
    throw new Error(
      `This is PostgreSQL ${version}, and ${OLDEST_VERSION} or newer is needed. Set DATABASE_URL to one.`,
    );
}

async function migrate(dataSource: DataSource): Promise<void> {
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query("select pg_advisory_lock(hashtext('keruen migrations'))");
    await dataSource.runMigrations();
  } finally {
    await lock.query("select pg_advisory_unlock(hashtext('keruen migrations'))");
    await lock.release();
  }
}
