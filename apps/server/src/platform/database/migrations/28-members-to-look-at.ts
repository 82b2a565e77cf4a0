import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The members of a run who are not unchanged, found without passing all others: a run of ten million of whom a hundred have
 * changed is read, and shown, by those hundred. A run in which nobody has changed adds nothing to it. And exceptions of
 * one kind in the order of their profiles, however many there are of another.
 */
export class MembersToLookAt1764000000027 implements MigrationInterface {
  name = "MembersToLookAt1764000000027";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index run_member_to_look_at on run_member (run_id, profile_id) where not is_unchanged;
      create index run_exception_kind on run_exception (run_id, kind, profile_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop index run_member_to_look_at, run_exception_kind");
  }
}
