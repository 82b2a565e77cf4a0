import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * A run that sends nothing, and what it found that one would do. It may go on beside a run of its export that waits for
 * approval: one of each kind at a time.
 */
export class DryRun1764000000017 implements MigrationInterface {
  name = "DryRun1764000000017";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table export_run
        add column is_dry_run boolean not null default false,
        add column to_add_count integer,
        add column to_change_count integer,
        add column to_remove_count integer;
      drop index export_run_one_active;
      create unique index export_run_one_active on export_run (export_id, is_dry_run)
        where state in ('QUEUED', 'PREPARING', 'AWAITING_APPROVAL', 'UPLOADING', 'SETTLING')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from export_run where is_dry_run;
      drop index export_run_one_active;
      create unique index export_run_one_active on export_run (export_id)
        where state in ('QUEUED', 'PREPARING', 'AWAITING_APPROVAL', 'UPLOADING', 'SETTLING');
      alter table export_run drop column is_dry_run, drop column to_add_count, drop column to_change_count,
        drop column to_remove_count`);
  }
}
