import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Rate limits as the processes know them together: a row for each endpoint of an API key. `api_key` is its region and the
 * part that SendGrid shows, no secret. Rows change with every call, so a page has room for their next versions.
 */
export class EndpointWindow1764000000010 implements MigrationInterface {
  name = "EndpointWindow1764000000010";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table endpoint_window (
        api_key text not null,
        endpoint text not null,
        state jsonb not null,
        version bigint not null,
        primary key (api_key, endpoint)
      ) with (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table endpoint_window");
  }
}
