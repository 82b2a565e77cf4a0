/**
 * One simulated account: everything an endpoint may use, made in one place.
 *
 * Reads  : the database.
 * Writes : the database, when it is new: three keys, and in the sandbox some lists and fields.
 * Used by: `start-simulator.ts`; handed to every endpoint.
 */
import { randomInt } from "node:crypto";
import { AccountKeys } from "./account/account-keys.ts";
import { AccountContactIds } from "./contacts/account-contact-ids.ts";
import { ContactStore } from "./contacts/contact-store.ts";
import { ExportStore } from "./exports/export-store.ts";
import { FaultSchedule } from "./faults/fault-schedule.ts";
import { FieldStore } from "./fields/field-store.ts";
import { CallLog } from "./http/call-log.ts";
import { RateLimiter } from "./http/rate-limiter.ts";
import { ImportStore } from "./imports/import-store.ts";
import { JobEngine } from "./jobs/job-engine.ts";
import { JobStore } from "./jobs/job-store.ts";
import { ListStore } from "./lists/list-store.ts";
import { SignedLinks } from "./object-storage/signed-links.ts";
import type { Settings } from "./settings.ts";
import { Database } from "./storage/database.ts";
import { SuppressionStore } from "./suppressions/suppression-store.ts";

export type Simulation = {
  readonly database: Database;
  readonly settings: Settings;
  /** The account's clock, which may be wrong on request. Milliseconds since 1970. */
  readonly clock: () => number;
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
  readonly faults: FaultSchedule;
  readonly rateLimiter: RateLimiter;
  readonly calls: CallLog;
};

/** @param location - the database's file, or `:memory:`. */
export function createSimulation(location: string, settings: Settings, time: () => number): Simulation {
  const clock = () => time() + settings.clockSkewMs;
  const database = new Database(location);
  const account = readAccount(database);
  const jobs = new JobStore(database, settings);
  const contacts = new ContactStore(database);
  const simulation: Simulation = {
    database,
    settings,
    clock,
    ids: new AccountContactIds(database),
    keys: new AccountKeys(database),
    lists: new ListStore(database),
    fields: new FieldStore(database),
    contacts,
    jobs,
    imports: new ImportStore(database, jobs),
    exports: new ExportStore(database, contacts),
    suppressions: new SuppressionStore(database),
    links: new SignedLinks(String(account.idSecret), clock),
    engine: new JobEngine({ database, jobs, clock, settings }),
    faults: new FaultSchedule(),
    rateLimiter: new RateLimiter(settings, clock),
    calls: new CallLog(),
  };
  if (account.isNew) furnish(simulation);
  return simulation;
}

function readAccount(database: Database): { idSecret: number; isNew: boolean } {
  const known = database.get<{ idSecret: number }>("select id_secret as idSecret from account");
  if (known) return { ...known, isNew: false };
  const idSecret = randomInt(2 ** 32);
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
