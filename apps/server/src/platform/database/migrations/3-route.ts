import type { MigrationInterface, QueryRunner } from "typeorm";

/** Runs begun before there was a choice go on by upsert. */
export class Route1764000000002 implements MigrationInterface {
  name = "Route1764000000002";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table export_run
        add column route text check (route in ('UPSERT', 'IMPORT')),
        add column route_reason jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("alter table export_run drop column route, drop column route_reason");
  }
}
