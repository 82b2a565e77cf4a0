/** Raised with every change of {@link SCHEMA} that is released, together with a step in `UPGRADES`. */
export const SCHEMA_VERSION = 3;

const JOBS = `
  create table job (
    number integer primary key autoincrement,
    id text not null unique,
    type text not null,
    list_numbers text not null,
    accepted_at integer not null,
    delay_share real not null,
    fate text,
    applied_at integer,
    requested integer not null,
    created integer not null default 0,
    updated integer not null default 0,
    deleted integer not null default 0,
    errored integer not null default 0
  );
  create index job_pending on job (number) where applied_at is null;`;

const SINCE_2 = `
  create table import (job integer primary key, field_mappings text not null);

  create table export (id text primary key, created_at integer not null, request text not null, files text) without rowid;

  create table suppression (scope text not null, email text not null, created integer not null, primary key (scope, email))
    without rowid;
  create index suppression_by_time on suppression (scope, created desc, email);
  create table suppression_group (id integer primary key autoincrement, name text not null, description text not null);`;

const SINCE_3 = "create table subuser (id integer primary key autoincrement, name text not null unique);";

/**
 * Two choices make ten million contacts cheap:
 * - A contact's public id is its row number in disguise (`contact-id.ts`), so there is no index of ids.
 * - A contact's lists are asked list by list; nothing is kept the other way round. Lists are few.
 *
 * `contact.fields` is JSON with only what is set: reserved fields by name, custom ones under `custom_fields` by id.
 * `identifier` holds what few contacts have: the three identifiers beside the e-mail, and alternate e-mails.
 * `pending_chunk` is work accepted and not yet done; a chunk goes in the transaction that does it.
 * `import` names the jobs that wait for their file.
 */
export const SCHEMA = `
  create table account (
    id_secret integer not null,
    contact_count integer not null,
    billable_count integer not null,
    billable_month text not null
  );

  create table api_key (kind text primary key, secret text not null unique, scopes text not null, revoked integer not null)
    without rowid;

  create table list (
    number integer primary key autoincrement,
    id text not null unique,
    name text not null,
    contact_count integer not null default 0
  );

  create table field (number integer primary key autoincrement, id text not null unique, name text not null, type text not null);

  create table contact (
    number integer primary key autoincrement,
    email text unique,
    fields text not null,
    created_at integer not null,
    updated_at integer not null
  );

  create table identifier (type text not null, value text not null, contact integer not null, primary key (type, value))
    without rowid;
  create index identifier_by_contact on identifier (contact);

  create table membership (list integer not null, contact integer not null, primary key (list, contact)) without rowid;

  ${JOBS}

  create table pending_chunk (
    number integer primary key autoincrement,
    job integer not null,
    kind text not null,
    payload text not null,
    size integer not null
  );
  create index pending_chunk_by_job on pending_chunk (job, number);

  ${SINCE_2}
  ${SINCE_3}
  create table row_error (job integer not null, number integer not null, identifier text not null, message text not null,
    primary key (job, number)) without rowid`;

/**
 * What brings a file of the version named up by one. Columns end up in the order of {@link SCHEMA}: a snapshot is
 * copied by their place.
 */
export const UPGRADES: Readonly<Record<number, string>> = {
  1: `
  drop index job_pending;
  alter table job rename to job_1;
  ${JOBS}
  insert into job
    select number, id, type, list_numbers, accepted_at, 1, null, applied_at, requested, created, updated, deleted, errored
    from job_1;
  drop table job_1;
  ${SINCE_2}`,
  2: SINCE_3,
};
