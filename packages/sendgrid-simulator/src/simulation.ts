/**
 * One simulated account, a parent's or a subuser's: everything an endpoint may use, made in one place.
 *
 * Reads  : the database.
 * Writes : the database, when it is new: three keys, and in the sandbox some lists and fields.
 * Used by: `accounts.ts`; handed to every endpoint.
 */
import { AccountKeys } from "./account/account-keys.ts";
import { AccountContactIds } from "./contacts/account-contact-ids.ts";
import { ContactStore } from "./contacts/contact-store.ts";
import type { Draw } from "./draw.ts";
import { ExportStore } from "./exports/export-store.ts";
import type { FaultSchedule } from "./faults/fault-schedule.ts";
import { FieldStore } from "./fields/field-store.ts";
import type { CallLog } from "./http/call-log.ts";
import { RateLimiter } from "./http/rate-limiter.ts";
import { ImportStore } from "./imports/import-store.ts";
import { JobEngine } from "./jobs/job-engine.ts";
import { JobStore } from "./jobs/job-store.ts";
import { ListStore } from "./lists/list-store.ts";
import { SignedLinks, type StorageAddress } from "./object-storage/signed-links.ts";
import type { Settings } from "./settings.ts";
import { Database } from "./storage/database.ts";
import type { Subuser } from "./subusers/accounts.ts";
import { SuppressionStore } from "./suppressions/suppression-store.ts";

/** What the accounts of one simulator share. */
export type Surroundings = {
  readonly settings: Settings;
  /** The accounts' clock, which may be wrong on request. Milliseconds since 1970. */
  readonly clock: () => number;
  readonly draw: Draw;
  readonly faults: FaultSchedule;
  readonly calls: CallLog;
  readonly storage: StorageAddress;
  readonly subusers: () => readonly Subuser[];
};

export type Simulation = Surroundings & {
  /** Whose account it is; null for the parent's. */
  readonly subuser: string | null;
  readonly database: Database;
  readonly ids: AccountContactIds;
  readonly keys: AccountKeys;
  readonly lists: ListStore;
  readonly fields: FieldStore;
  readonly contacts: ContactStore;
  readonly jobs: JobStore;
  readonly imports: ImportStore;
  readonly exports: ExportStore;
  readonly suppressions: SuppressionStore;
  readonly links: SignedLinks;
  readonly engine: JobEngine;
  readonly rateLimiter: RateLimiter;
};
/** @param location - the database's file, or `:memory:`. */
export function createSimulation(
  location: string,
  surroundings: Surroundings,
  subuser: string | null,
): Simulation {
  const { settings, clock, storage, draw } = surroundings;
  const database = new Database(location);
  if (subuser === null) draw.begin(historyOf(database));
  const account = readAccount(database, draw);
  const jobs = new JobStore(database, settings, draw);
  const contacts = new ContactStore(database);
  const simulation: Simulation = {
    ...surroundings,
    subuser,
    database,
    ids: new AccountContactIds(database),
    keys: new AccountKeys(database, draw),
    lists: new ListStore(database, draw),
    fields: new FieldStore(database, clock),
    contacts,
    jobs,
    imports: new ImportStore(database, jobs),
    exports: new ExportStore(database, contacts, draw),
    suppressions: new SuppressionStore(database),
    links: new SignedLinks(`${account.idSecret} ${subuser ?? ""}`, clock, storage),
    engine: new JobEngine({ database, jobs, clock, settings }),
    rateLimiter: new RateLimiter(settings, clock),
  };
  if (account.isNew) furnish(simulation);
  else simulation.keys.ensure(); // a file of an earlier version may lack one
  return simulation;
}

/** How many lists, jobs and so on there have been. */
function historyOf(database: Database): string {
  const rows = database.all<{ name: string; seq: number }>(
    "select name, seq from sqlite_sequence order by name",
  );
  const exports = database.get<{ count: number }>("select count(*) as count from export");
  return [...rows.map(({ name, seq }) => `${name} ${seq}`), `export ${exports?.count}`].join(", ");
}

function readAccount(database: Database, draw: Draw): { idSecret: number; isNew: boolean } {
  const known = database.get<{ idSecret: number }>("select id_secret as idSecret from account");
  if (known) return { ...known, isNew: false };
  const idSecret = draw.bytes(4).readUInt32BE();
  database.run("insert into account values (?, 0, 0, '')", idSecret);
  return { idSecret, isNew: true };
}

/** What a person finds in a new sandbox. Keys that are there stay. */
export function furnish({ keys, lists, fields }: Simulation): void {
  keys.ensure();
  for (const name of ["Newsletter", "Loyalty members", "Almaty stores"]) lists.create(name);
  fields.create("loyalty_tier", "Text");
  fields.create("lifetime_value", "Number");
  fields.create("last_visit", "Date");
}
