import type { MigrationInterface, QueryRunner } from "typeorm";

/** Up to whom a run has begun to hand members over: beyond its cursor, nobody knows whether SendGrid has taken them. */
export class HandingOver1764000000018 implements MigrationInterface {
  name = "HandingOver1764000000018";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("alter table export_run add column handing_over_to bigint");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("alter table export_run drop column handing_over_to");
  }
}
