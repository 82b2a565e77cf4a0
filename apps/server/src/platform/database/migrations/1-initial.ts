import type { MigrationInterface, QueryRunner } from "typeorm";

/** Who acts until people can sign in. */
const LOCAL_ADMINISTRATOR = "00000000-0000-4000-8000-000000000001";

export class Initial1764000000000 implements MigrationInterface {
  name = "Initial1764000000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [access, filesAndProfiles, segments, destinations, exports, runs])
      await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table run_reason, run_exception, run_job, run_batch, run_address, run_member, export_run, export_segment, export,
        consent, destination, segment_member, segment, profile, profile_field, source, rejected_line, uploaded_file,
        audit_event, app_user`);
    await runner.query(`drop schema staging cascade`);
  }
}

const access = `
  create table app_user (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    disabled_at timestamptz,
    created_at timestamptz not null default now()
  );
  insert into app_user (id, name) values ('${LOCAL_ADMINISTRATOR}', 'Local administrator');

  create table audit_event (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor_id uuid not null,
    action text not null,
    subject_id uuid not null,
    subject_name text not null
  );`;

/**
 * Rows of an uploaded file wait in a table of their own, \`staging.file_<id>\`, which is dropped whole.
 * Profiles name their source without a foreign key: a million checks a load, and a source goes before its profiles do.
 * Keys and addresses sort by bytes, so that one index serves equality and prefixes under any locale.
 */
const filesAndProfiles = `
  create schema staging;
  create table uploaded_file (
    id uuid primary key,
    name text not null,
    format text not null,
    size_bytes bigint not null,
    row_count integer not null,
    rejected_line_count integer not null,
    columns jsonb not null,
    created_by uuid not null,
    created_at timestamptz not null default now()
  );
  create table rejected_line (
    file_id uuid not null,
    line bigint not null,
    code text not null,
    message text not null,
    primary key (file_id, line)
  );
  create table source (
    id uuid primary key,
    name text not null,
    state text not null,
    failure text,
    file_id uuid not null unique,
    file_name text not null,
    id_field text not null,
    email_field text,
    loaded_line bigint not null default 0,
    profile_count integer not null default 0,
    rejected_line_count integer not null default 0,
    is_sample boolean not null default false,
    created_by uuid not null,
    created_at timestamptz not null default now()
  );
  create unique index source_name on source (lower(name collate pg_c_utf8));
  create unique index source_one_sample on source (is_sample) where is_sample;
  create table profile_field (
    source_id uuid not null references source on delete cascade,
    name text not null,
    position integer not null,
    type text not null,
    looks_like_email boolean not null,
    primary key (source_id, name)
  );
  create table profile (
    id bigint generated always as identity primary key,
    source_id uuid not null,
    key text collate "C" not null,
    email text collate "C",
    attributes jsonb not null,
    unique (key, source_id)
  );
  create index profile_email on profile (email) where email is not null;`;

/** Members name segments and profiles without foreign keys: each is a million checks a build, most of its time. */
const segments = `
  create table segment (
    id uuid primary key,
    name text not null,
    kind text not null,
    rule jsonb,
    state text not null,
    failure text,
    member_count integer,
    built_at timestamptz,
    created_by uuid not null,
    created_at timestamptz not null default now()
  );
  create unique index segment_name on segment (lower(name collate pg_c_utf8));
  create table segment_member (
    segment_id uuid not null,
    profile_id bigint not null,
    primary key (segment_id, profile_id)
  );`;

/** A consent outlives its destination: it says who agreed to what, for good. */
const destinations = `
  create table destination (
    id uuid primary key,
    name text not null,
    state text not null,
    api_key_id text not null,
    sealed_api_key jsonb not null,
    default_list_id text,
    default_list_name text,
    export_user_id uuid references app_user,
    created_by uuid not null,
    created_at timestamptz not null default now()
  );
  create unique index destination_name on destination (lower(name));
  create table consent (
    destination_id uuid primary key,
    destination_name text not null,
    user_id uuid not null references app_user,
    text_version text not null,
    agreed_at timestamptz not null default now()
  );`;

const exports = `
  create table export (
    id uuid primary key,
    name text not null,
    destination_id uuid not null references destination on delete cascade,
    list_id text not null,
    list_name text not null,
    matching jsonb not null,
    created_by uuid not null,
    created_at timestamptz not null default now()
  );
  create unique index export_name on export (lower(name));
  create index export_destination on export (destination_id);
  create table export_segment (
    export_id uuid not null references export on delete cascade,
    segment_id uuid not null references segment,
    primary key (export_id, segment_id)
  );
  create index export_segment_segment on export_segment (segment_id);`;

/**
 * A run is a row that moves forward. Its members are fixed when it begins; its batches are ranges of members;
 * only what did not go as planned has a row of its own (\`run_exception\`), so ten million delivered cost nothing.
 */
const runs = `
  create table export_run (
    id uuid primary key,
    export_id uuid references export on delete set null,
    export_name text not null,
    destination_id uuid references destination on delete set null,
    list_id text not null,
    list_name text not null,
    matching jsonb not null,
    targets jsonb,
    state text not null,
    state_since timestamptz not null default now(),
    selected_count integer,
    accepted_count integer not null default 0,
    delivered_count integer not null default 0,
    rejected_count integer not null default 0,
    duplicate_count integer not null default 0,
    not_sent_count integer not null default 0,
    processed_count integer not null default 0,
    cursor bigint not null default 0,
    last_batch integer not null default 0,
    attempt integer not null default 0,
    next_try_at timestamptz,
    cancel_requested_at timestamptz,
    failure_code text,
    failure_message text,
    fails_with jsonb,
    started_by uuid not null references app_user,
    queued_at timestamptz(3) not null default now(),
    preparing_at timestamptz,
    uploading_at timestamptz,
    settling_at timestamptz,
    ended_at timestamptz
  );
  create unique index export_run_one_active on export_run (export_id)
    where state in ('QUEUED', 'PREPARING', 'UPLOADING', 'SETTLING');
  create index export_run_newest on export_run (queued_at desc, id desc);
  create index export_run_of_export on export_run (export_id, queued_at desc, id desc);

  create table run_member (
    run_id uuid not null references export_run on delete cascade,
    profile_id bigint not null,
    primary key (run_id, profile_id)
  );
  create table run_address (
    run_id uuid not null references export_run on delete cascade,
    address_hash uuid not null,
    profile_id bigint not null,
    primary key (run_id, address_hash)
  );
  create table run_batch (
    run_id uuid not null references export_run on delete cascade,
    number integer not null,
    first_profile_id bigint not null,
    last_profile_id bigint not null,
    accepted_count integer not null,
    rejected_count integer not null,
    duplicate_count integer not null,
    at timestamptz not null default now(),
    primary key (run_id, number)
  );
  create index run_batch_range on run_batch (run_id, last_profile_id);
  create table run_job (
    run_id uuid not null references export_run on delete cascade,
    job_id text not null,
    batch integer not null,
    contact_count integer not null,
    refused_count integer,
    settled_at timestamptz,
    primary key (run_id, job_id)
  );
  create table run_exception (
    run_id uuid not null references export_run on delete cascade,
    profile_id bigint not null,
    kind text not null,
    code text,
    field text,
    message text,
    duplicate_of bigint,
    batch integer not null,
    primary key (run_id, profile_id)
  );
  create index run_exception_reason on run_exception (run_id, kind, code, profile_id);
  create table run_reason (
    run_id uuid not null references export_run on delete cascade,
    code text not null,
    field text not null,
    profile_count integer not null,
    primary key (run_id, code, field)
  );`;
