import { furnish, type Simulation } from "../simulation.ts";
import type { Accounts } from "../subusers/accounts.ts";

/** Every account as it was when it was new; no faults and no calls either. Keys, settings and subusers stay. */
export function resetAll(accounts: Accounts): void {
  for (const account of accounts.all()) reset(account);
  accounts.parent.faults.clear();
  accounts.parent.calls.clear();
}

/**
 * One account back to a new sandbox: no contacts, no jobs, the starting lists and fields.
 *
 * Contact and list ids are never given again.
 */
export function reset(simulation: Simulation): void {
  const { database, fields, imports, rateLimiter } = simulation;
  database.script(`
    delete from pending_chunk; delete from row_error; delete from import; delete from export;
    delete from suppression; delete from suppression_group; delete from job;
    delete from membership; delete from identifier; delete from contact;
    delete from list; delete from field; delete from sqlite_sequence where name in ('field', 'job');
    update account set contact_count = 0, billable_count = 0;
  `);
  fields.reload();
  imports.reload();
  rateLimiter.clear();
  furnish(simulation);
}
