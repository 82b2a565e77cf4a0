import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What is kept of an erasure, which is all but the person, and the audit asked by kind and by subject.
 *
 * `erasure.sealed_person` is whom it erases, sealed with the server's key until the last destination has let go of them.
 * `erased_address` tells the same address when it comes again, by a keyed hash; `erased_profile` which outcomes of earlier
 * runs were theirs: its numbers name nobody any more.
 */
export class Erasure1764000000023 implements MigrationInterface {
  name = "Erasure1764000000023";

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [erasures, keptOut, destinations, audit]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index audit_event_action, audit_event_subject;
      drop table erasure_destination, erased_profile, erased_address, erasure`);
  }
}

const erasures = `
  create table erasure (
    id uuid primary key,
    state text not null default 'ERASING' check (state in ('ERASING', 'WAITING', 'DONE', 'FAILED')),
    person_hash text not null,
    sealed_person jsonb,
    requested_by uuid not null references app_user,
    requested_at timestamptz(3) not null default now(),
    waiting_for_run_id uuid,
    attempt integer not null default 0,
    next_try_at timestamptz,
    profile_count integer not null default 0,
    segment_count integer not null default 0,
    run_count integer not null default 0,
    delivery_count integer not null default 0,
    staged_row_count integer not null default 0,
    unreachable_run_count integer not null default 0,
    ended_at timestamptz,
    check ((state in ('DONE', 'FAILED')) = (ended_at is not null)),
    check (state <> 'DONE' or sealed_person is null)
  );
  create unique index erasure_one_open on erasure (person_hash) where state <> 'DONE';
  create index erasure_newest on erasure (requested_at desc, id desc)`;

const keptOut = `
  create table erased_address (
    keyed_hash text not null,
    erasure_id uuid not null references erasure,
    primary key (keyed_hash, erasure_id)
  );
  create table erased_profile (
    profile_id bigint primary key,
    erasure_id uuid not null references erasure
  )`;

const destinations = `
  create table erasure_destination (
    erasure_id uuid not null references erasure,
    destination_id uuid not null,
    destination_name text not null,
    state text not null default 'PENDING' check (state in ('PENDING', 'DELETING', 'DONE', 'UNREACHABLE', 'FAILED')),
    contact_count integer not null default 0,
    job_id text,
    asked_at timestamptz,
    code text,
    message text,
    ended_at timestamptz,
    primary key (erasure_id, destination_id)
  )`;

const audit = `
  create index audit_event_action on audit_event (action, id);
  create index audit_event_subject on audit_event (subject_id, id)`;
