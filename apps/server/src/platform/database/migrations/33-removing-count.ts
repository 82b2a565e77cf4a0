import type { MigrationInterface, QueryRunner } from "typeorm";

/** How many a run has set out to remove: what it goes on to remove is measured with them, also after a crash. */
export class RemovingCount1764000000032 implements MigrationInterface {
  name = "RemovingCount1764000000032";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table export_run add removing_count integer not null default 0;
      update export_run set removing_count = removed_count where ended_at is null and removed_count > 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("alter table export_run drop removing_count");
  }
}
