import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What an errors file names waits in `run_refusal` until its job is settled, so that no transaction is open while the
 * file is read; it names its run without a foreign key, as it may have a million rows. A job that SendGrid has lost is
 * done with; the contacts of its batch go on under others.
 *
 * People count as delivered when every job of their batch has ended, as their outcomes have always said.
 */
export class Settling1764000000005 implements MigrationInterface {
  name = "Settling1764000000005";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table run_refusal (
        run_id uuid not null,
        job_id text not null,
        profile_id bigint not null,
        code text not null,
        message text not null,
        primary key (run_id, job_id, profile_id)
      );
      alter table run_job
        add column accepted_at timestamptz not null default now(),
        add column lost_at timestamptz;
      alter table run_batch add column resent_count integer not null default 0;
      update export_run run set delivered_count = delivered_count - early.count
      from (
        select run_id, sum(contact_count - refused_count) as count
        from run_job job
        where settled_at is not null and exists (
          select from run_job other
          where other.run_id = job.run_id and other.batch = job.batch and other.settled_at is null
        )
        group by run_id
      ) early
      where early.run_id = run.id`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table run_batch drop column resent_count;
      alter table run_job drop column accepted_at, drop column lost_at;
      drop table run_refusal`);
  }
}
