import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * A run that would surprise waits for a person. Runs and exports made before get the share that was fixed until then.
 *
 * A run that waits is active: its export cannot run a second time meanwhile.
 */
export class Approval1764000000009 implements MigrationInterface {
  name = "Approval1764000000009";

  async up(runner: QueryRunner): Promise<void> {
    const share = `
      add column max_removal_share double precision not null default 0.15 check (max_removal_share between 0 and 1)`;
    await runner.query(`
      alter table export ${share};
      alter table export_run ${share},
        add column approval_reason jsonb,
        add column awaiting_approval_at timestamptz,
        add column approved_at timestamptz,
        add column approved_by uuid references app_user;
      drop index export_run_one_active;
      create unique index export_run_one_active on export_run (export_id)
        where state in ('QUEUED', 'PREPARING', 'AWAITING_APPROVAL', 'UPLOADING', 'SETTLING')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update export_run set state = 'CANCELED', state_since = now(), ended_at = now() where state = 'AWAITING_APPROVAL';
      drop index export_run_one_active;
      create unique index export_run_one_active on export_run (export_id)
        where state in ('QUEUED', 'PREPARING', 'UPLOADING', 'SETTLING');
      alter table export_run drop column max_removal_share, drop column approval_reason,
        drop column awaiting_approval_at, drop column approved_at, drop column approved_by;
      alter table export drop column max_removal_share`);
  }
}
