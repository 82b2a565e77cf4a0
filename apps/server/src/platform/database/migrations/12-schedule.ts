import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * An export goes with the refresh unless told otherwise, and nothing is refreshed by itself until somebody wants it.
 * Only what has a time of its own is due: the index holds those alone.
 */
export class Schedule1764000000011 implements MigrationInterface {
  name = "Schedule1764000000011";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table export
        add column schedule_kind text not null default 'WITH_REFRESH',
        add column recurrence jsonb,
        add column next_due_at timestamptz,
        add column not_started jsonb,
        add constraint export_schedule check (
          (schedule_kind = 'OWN') = (recurrence is not null) and (schedule_kind = 'OWN') = (next_due_at is not null));
      create index export_due on export (next_due_at) where next_due_at is not null;
      create index export_scheduled on export (id) where schedule_kind <> 'OFF';
      alter table export_run
        add column trigger text not null default 'MANUAL',
        add column due_at timestamptz;
      create table refresh_schedule (
        id boolean primary key default true check (id),
        is_on boolean not null default false,
        recurrence jsonb,
        next_due_at timestamptz,
        not_started jsonb,
        updated_by uuid references app_user,
        check (is_on = (next_due_at is not null) and (recurrence is not null or not is_on))
      );
      insert into refresh_schedule default values`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table refresh_schedule;
      alter table export_run drop column trigger, drop column due_at;
      alter table export drop constraint export_schedule, drop column schedule_kind, drop column recurrence,
        drop column next_due_at, drop column not_started`);
  }
}
