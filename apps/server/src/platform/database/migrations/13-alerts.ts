import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Where alerts go, and every alert on its way there: an outbox, written with the move of the run that it tells of.
 *
 * `alert_delivery.run_id` names a run that may be gone by now, or none where it is a test. A run that asks twice for
 * approval tells of it twice; of everything else it tells each channel once.
 */
export class Alerts1764000000012 implements MigrationInterface {
  name = "Alerts1764000000012";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table export add column max_rejected_share double precision not null default 0.05
        check (max_rejected_share between 0 and 1);
      create table alert_channel (
        id uuid primary key,
        name text not null,
        kind text not null,
        target text not null,
        sealed_secret jsonb,
        alerts text[] not null,
        is_on boolean not null default true,
        created_by uuid not null references app_user,
        created_at timestamptz not null default now(),
        check ((kind = 'WEBHOOK') = (sealed_secret is not null))
      );
      create unique index alert_channel_name on alert_channel (lower(name));
      create table alert_delivery (
        id uuid primary key default gen_random_uuid(),
        channel_id uuid not null references alert_channel on delete cascade,
        kind text not null,
        run_id uuid,
        facts jsonb not null,
        state text not null default 'PENDING',
        attempt integer not null default 0,
        next_try_at timestamptz default now(),
        failure_code text,
        created_at timestamptz(3) not null default now(),
        ended_at timestamptz,
        check ((state = 'PENDING') = (ended_at is null))
      );
      create unique index alert_delivery_once on alert_delivery (channel_id, kind, run_id)
        where kind <> 'RUN_AWAITING_APPROVAL';
      create index alert_delivery_due on alert_delivery (attempt, next_try_at) where state = 'PENDING';
      create index alert_delivery_newest on alert_delivery (created_at desc, id desc);
      create index alert_delivery_ended on alert_delivery (ended_at) where ended_at is not null;
      create index export_run_last_ended on export_run (export_id, ended_at desc)
        where state in ('SUCCEEDED', 'FAILED')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index export_run_last_ended;
      drop table alert_delivery;
      drop table alert_channel;
      alter table export drop column max_rejected_share`);
  }
}
