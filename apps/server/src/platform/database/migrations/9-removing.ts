import type { MigrationInterface, QueryRunner } from "typeorm";

/** Which run has asked SendGrid to remove somebody: if it dies before it knows the answer, the next attempt can tell. */
export class Removing1764000000008 implements MigrationInterface {
  name = "Removing1764000000008";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table delivery add column removing_run_id uuid;
      drop index delivery_learned;
      create index delivery_learned on delivery (export_id, list_id, contact_id) where contact_id is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index delivery_learned;
      create index delivery_learned on delivery (export_id, list_id) where contact_id is not null;
      alter table delivery drop column removing_run_id`);
  }
}
