import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The calls of a run, and how long what is kept of it is kept.
 *
 * `run_call_total` has a row for each endpoint and kind of answer, for good: a few dozen a run. `run_call` has the calls
 * that failed or waited, the newest of them, and goes with the run's other details. Neither has a foreign key to its
 * run, whose row a check would lock while the run goes on.
 */
export class History1764000000024 implements MigrationInterface {
  name = "History1764000000024";

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [calls, waiting, pruning]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table run_call, run_call_total;
      drop index export_run_details, export_run_pruning;
      alter table export_run drop column waiting_for, drop column waiting_until, drop column details_pruned_at,
        drop column is_pruning`);
  }
}

/** `status` 0: there was no answer. `failure` empty: SendGrid took it. */
const calls = `
  create table run_call_total (
    run_id uuid not null,
    endpoint text not null,
    status integer not null,
    failure text not null,
    call_count integer not null,
    total_ms bigint not null,
    max_ms integer not null,
    waited_ms bigint not null,
    sent_bytes bigint not null,
    primary key (run_id, endpoint, status, failure)
  );
  create table run_call (
    run_id uuid not null,
    id bigint generated always as identity,
    attempt integer not null,
    at timestamptz(3) not null,
    endpoint text not null,
    status integer not null,
    failure text not null,
    duration_ms integer not null,
    waited_ms integer not null,
    sent_bytes bigint not null,
    primary key (run_id, id)
  )`;

/** Which window of SendGrid's a run waits for, and until when. A time that has passed says nothing. */
const waiting = `
  alter table export_run add column waiting_for text, add column waiting_until timestamptz`;

/** `details_pruned_at`: from then on nobody is shown the details, however many are still to be deleted. */
const pruning = `
  alter table export_run add column details_pruned_at timestamptz, add column is_pruning boolean not null default false;
  create index export_run_details on export_run (ended_at) where ended_at is not null and details_pruned_at is null;
  create index export_run_pruning on export_run (details_pruned_at) where is_pruning`;
