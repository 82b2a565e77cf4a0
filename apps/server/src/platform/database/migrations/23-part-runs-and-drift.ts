import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Runs that do again, or undo, a part of another; and checks of a list against the records.
 *
 * `delivery.added_run_id`: which run put somebody on the list, whatever was sent since; a removal keeps it, so that who
 * was taken off can be told from who never came. Runs from before this cannot tell whom they added (`tells_added`).
 */
export class PartRunsAndDrift1764000000022 implements MigrationInterface {
  name = "PartRunsAndDrift1764000000022";

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [partRuns, checks]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table drift_difference, drift_member, drift_check;
      alter table run_removal drop column added_run_id;
      alter table delivery drop column added_run_id;
      alter table export_run drop column retry_of, drop column undo_of, drop column tells_added`);
  }
}

const partRuns = `
  alter table export_run
    add column retry_of uuid references export_run on delete set null,
    add column undo_of uuid references export_run on delete set null,
    add column tells_added boolean not null default false;
  alter table export_run alter column tells_added set default true;
  create index export_run_retry_of on export_run (retry_of) where retry_of is not null;
  create index export_run_undo_of on export_run (undo_of) where undo_of is not null;
  alter table delivery add column added_run_id uuid;
  alter table run_removal add column added_run_id uuid;
  create index run_removal_added on run_removal (added_run_id) where added_run_id is not null`;

/** \`drift_member\` is the list as SendGrid told it, while it is compared; \`drift_difference\` what came of that. */
const checks = `
  create table drift_check (
    id uuid primary key,
    export_id uuid not null references export on delete cascade,
    list_id text not null,
    list_name text not null,
    state text not null check (state in ('QUEUED', 'READING', 'COMPARING', 'SUCCEEDED', 'FAILED')),
    state_since timestamptz not null default now(),
    member_count integer,
    recorded_count integer,
    missing_count integer,
    claimed_count integer,
    foreign_count integer,
    attempt integer not null default 0,
    next_try_at timestamptz,
    failure_code text,
    failure_message text,
    repair_run_id uuid references export_run on delete set null,
    started_by uuid not null references app_user,
    queued_at timestamptz(3) not null default now(),
    reading_at timestamptz,
    ended_at timestamptz
  );
  create unique index drift_check_one_active on drift_check (export_id) where ended_at is null;
  create index drift_check_newest on drift_check (export_id, queued_at desc, id desc);
  create index drift_check_repair on drift_check (repair_run_id) where repair_run_id is not null;
  create table drift_member (
    check_id uuid not null references drift_check on delete cascade,
    address_hash uuid not null,
    contact_id text not null,
    primary key (check_id, address_hash)
  );
  create table drift_difference (
    check_id uuid not null references drift_check on delete cascade,
    kind text not null check (kind in ('MISSING', 'CLAIMED', 'FOREIGN')),
    address_hash uuid not null,
    profile_id bigint,
    contact_id text,
    primary key (check_id, kind, address_hash)
  )`;
