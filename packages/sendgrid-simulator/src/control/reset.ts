import { furnish, type Simulation } from "../simulation.ts";

/**
 * Back to a new sandbox: no contacts, no jobs, the starting lists and fields, no faults, no calls.
 *
 * Keys and settings stay as they are. Contact and list ids are never given again.
 */
export function reset(simulation: Simulation): void {
  const { database, fields, imports, faults, calls, rateLimiter } = simulation;
  database.script(`
    delete from pending_chunk; delete from row_error; delete from import; delete from export;
    delete from suppression; delete from suppression_group; delete from job;
    delete from membership; delete from identifier; delete from contact;
    delete from list; delete from field; delete from sqlite_sequence where name in ('field', 'job');
    update account set contact_count = 0, billable_count = 0;
  `);
  fields.reload();
  imports.reload();
  faults.clear();
  calls.clear();
  rateLimiter.clear();
  furnish(simulation);
}
