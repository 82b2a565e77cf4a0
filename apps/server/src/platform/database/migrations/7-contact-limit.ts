import type { MigrationInterface, QueryRunner } from "typeorm";

/** What nobody has told yet is not known. */
export class ContactLimit1764000000006 implements MigrationInterface {
  name = "ContactLimit1764000000006";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("alter table destination add column contact_limit integer check (contact_limit > 0)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("alter table destination drop column contact_limit");
  }
}
