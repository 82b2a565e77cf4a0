import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Deliveries came to say which run had added them later than runs came to say that theirs do: of those until now nobody
 * knows, and none of them is undone by half.
 */
export class RunsBeforeUndo1764000000028 implements MigrationInterface {
  name = "RunsBeforeUndo1764000000028";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("update export_run set tells_added = false where tells_added");
  }

  /** Which of them had said so is not kept, and the column goes with an earlier one. */
  async down(): Promise<void> {}
}
