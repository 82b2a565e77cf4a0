import type { MigrationInterface, QueryRunner } from "typeorm";

/** Whom each export has put on which list, so that one that mirrors can take them off again. */
export class Delivery1764000000003 implements MigrationInterface {
  name = "Delivery1764000000003";

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [syncMode, presence, deliveries, removals]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table run_removal, delivery;
      delete from run_address where profile_id is null;
      alter table run_address drop column payload_hash, alter column profile_id set not null;
      alter table export_run drop column sync_mode, drop column removed_count, drop column deliveries_before,
        drop column mirrored_at;
      alter table export drop column sync_mode`);
  }
}

/** Exports made before there was a choice only add. `deliveries_before`: counted when a run that mirrors was prepared. */
const syncMode = `
  alter table export add column sync_mode text not null default 'ADD' check (sync_mode in ('ADD', 'MIRROR'));
  alter table export_run
    add column sync_mode text not null default 'ADD' check (sync_mode in ('ADD', 'MIRROR')),
    add column removed_count integer not null default 0,
    add column deliveries_before integer,
    add column mirrored_at timestamptz`;

/** An address without a profile belongs to a member whose contact is not sent: present all the same. */
const presence = `
  alter table run_address alter column profile_id drop not null, add column payload_hash uuid`;

/**
 * The key begins with list and address: one index says who else claims somebody, and gives an export's own records
 * in the order of their addresses. Room in each page lets a run that delivers everybody again leave the index alone.
 */
const deliveries = `
  create table delivery (
    list_id text not null,
    address_hash uuid not null,
    export_id uuid not null references export on delete cascade,
    profile_id bigint not null,
    payload_hash uuid,
    contact_id text,
    run_id uuid not null,
    primary key (list_id, address_hash, export_id)
  ) with (fillfactor = 70);
  create index delivery_learned on delivery (export_id, list_id) where contact_id is not null`;

const removals = `
  create table run_removal (
    run_id uuid not null references export_run on delete cascade,
    profile_id bigint not null,
    address_hash uuid not null,
    primary key (run_id, profile_id, address_hash)
  )`;
