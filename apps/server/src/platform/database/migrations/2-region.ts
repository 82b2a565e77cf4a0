import type { MigrationInterface, QueryRunner } from "typeorm";

/** Destinations made before there was a choice are SendGrid's global ones. */
export class Region1764000000001 implements MigrationInterface {
  name = "Region1764000000001";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table destination add column region text not null default 'GLOBAL' check (region in ('GLOBAL', 'EU'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("alter table destination drop column region");
  }
}
