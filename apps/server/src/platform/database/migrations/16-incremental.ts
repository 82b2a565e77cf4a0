import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What somebody's delivery was made from, so that a run can tell who has changed without reading them.
 *
 * `run_member.address_hash`: under which address the list has a member whom the run need not look at. Deliveries from
 * before say nothing of this: everybody in them is looked at once more, and sent only where the contact differs.
 */
export class Incremental1764000000015 implements MigrationInterface {
  name = "Incremental1764000000015";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table profile add column hash uuid not null generated always as (md5(attributes::text)::uuid) stored;
      alter table delivery add column profile_hash uuid, add column matching_hash uuid;
      alter table run_address add column profile_hash uuid;
      alter table run_member
        add column is_unchanged boolean not null default false,
        add column address_hash uuid;
      alter table run_batch add column unchanged_count integer not null default 0;
      alter table export_run
        add column is_full boolean not null default false,
        add column matching_hash uuid,
        add column unchanged_count integer not null default 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table export_run drop column is_full, drop column matching_hash, drop column unchanged_count;
      alter table run_batch drop column unchanged_count;
      alter table run_member drop column is_unchanged, drop column address_hash;
      alter table run_address drop column profile_hash;
      alter table delivery drop column profile_hash, drop column matching_hash;
      alter table profile drop column hash`);
  }
}
