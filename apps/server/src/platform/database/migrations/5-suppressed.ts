import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Which suppressions count is the export's choice, none for those made before there was one, and fixed on a run when it begins.
 *
 * `run_suppression` holds hashes, only while the run goes on, and names it without a foreign key: a check for each row is
 * half the time of writing them. `run_reason.field` is the group's name for suppressed people.
 */
export class Suppressed1764000000004 implements MigrationInterface {
  name = "Suppressed1764000000004";

  async up(runner: QueryRunner): Promise<void> {
    const choice = `
      add column suppressions text[] not null default '{}',
      add column suppression_groups jsonb not null default '[]'`;
    await runner.query(`
      alter table export ${choice};
      alter table export_run ${choice}, add column suppressed_count integer not null default 0;
      alter table run_batch add column suppressed_count integer not null default 0;
      alter table run_reason add column kind text not null default 'REJECTED';
      create table run_suppression (
        run_id uuid not null,
        address_hash uuid not null,
        code text not null,
        group_id integer,
        primary key (run_id, address_hash)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table run_suppression;
      alter table run_reason drop column kind;
      alter table run_batch drop column suppressed_count;
      alter table export_run drop column suppressions, drop column suppression_groups, drop column suppressed_count;
      alter table export drop column suppressions, drop column suppression_groups`);
  }
}
