import type { MigrationInterface, QueryRunner } from "typeorm";

/** Channels of people's mailboxes, in a language; and of each alert, which of them have been reached. */
export class AlertMail1764000000026 implements MigrationInterface {
  name = "AlertMail1764000000026";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table alert_channel
        alter column target drop not null,
        add column addresses text[] not null default '{}',
        add column language text,
        add constraint alert_channel_reach check (
          (kind = 'WEBHOOK') = (target is not null)
          and (kind = 'EMAIL') = (cardinality(addresses) > 0)
          and (kind = 'EMAIL') = (language is not null));
      alter table alert_delivery add column reached text[] not null default '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table alert_delivery drop column reached;
      delete from alert_channel where kind = 'EMAIL';
      alter table alert_channel
        drop constraint alert_channel_reach,
        drop column language,
        drop column addresses,
        alter column target set not null`);
  }
}
