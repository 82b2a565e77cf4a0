import type { MigrationInterface, QueryRunner } from "typeorm";

/** A refresh is a row, and so is each of its steps. The index lets one through that has not ended. */
export class Refresh1764000000016 implements MigrationInterface {
  name = "Refresh1764000000016";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table refresh (
        id uuid primary key,
        state text not null,
        trigger text not null,
        due_at timestamptz,
        started_by uuid not null references app_user,
        started_at timestamptz(3) not null default now(),
        cancel_requested_at timestamptz,
        cancel_requested_by uuid references app_user,
        ended_at timestamptz
      );
      create unique index refresh_one_active on refresh ((true)) where state = 'RUNNING';
      create index refresh_newest on refresh (started_at desc, id desc);
      create table refresh_step (
        refresh_id uuid not null references refresh on delete cascade,
        position integer not null,
        kind text not null,
        subject_id uuid not null,
        subject_name text not null,
        state text not null,
        state_since timestamptz not null default now(),
        code text,
        message text,
        done_count integer,
        total_count integer,
        tries integer not null default 0,
        run_id uuid references export_run on delete set null,
        primary key (refresh_id, position)
      );
      create index refresh_step_run on refresh_step (run_id) where run_id is not null;
      create index refresh_step_waiting on refresh_step (subject_id) where state = 'WAITING'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table refresh_step, refresh");
  }
}
