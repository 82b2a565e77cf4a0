import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * A run's members and addresses name their run without a foreign key: each is a check for each row, which took half the
 * time of preparing a run. Whoever removes a run removes them with it.
 */
export class BulkTables1764000000007 implements MigrationInterface {
  name = "BulkTables1764000000007";

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(`alter table ${table} drop constraint ${table}_run_id_fkey`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(
        `alter table ${table} add constraint ${table}_run_id_fkey
           foreign key (run_id) references export_run on delete cascade`,
      );
  }
}

const TABLES = ["run_member", "run_address"] as const;
