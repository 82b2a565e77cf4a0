/**
 * What a fleet still has to do, as PostgreSQL has it.
 *
 * Reads  : tasks, and alerts that are on their way.
 * Writes : when they are due: at once, whoever has died over them.
 * Used by: `Stage`.
 */
import pg from "pg";

/** pg-boss' own queues are not what anybody waits for. */
const LEFT = `select from pgboss.job where state in ('created', 'retry', 'active') and not starts_with(name, '__pgboss')
  union all select from alert_delivery where state = 'PENDING'`;

/** Is taken from the dead, as pg-boss does once they have been silent for so long; and is not waited for any more. */
const HASTEN = [
  "update pgboss.job set state = 'retry', heartbeat_on = null where state = 'active'",
  "update pgboss.job set start_after = now() where state in ('created', 'retry') and start_after > now()",
  "update alert_delivery set next_try_at = now() where next_try_at > now()",
];

export class WorkLeft {
  private readonly client: pg.Client;

  private constructor(client: pg.Client) {
    this.client = client;
  }

  static async of(databaseUrl: string): Promise<WorkLeft> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    return new WorkLeft(client);
  }

  /** Whether nobody has anything to do: whatever is done brings about what follows in the same transaction. */
  async isNone(): Promise<boolean> {
    return (await this.client.query(`${LEFT} limit 1`)).rowCount === 0;
  }

  /** Only where nobody lives who works. */
  async hasten(): Promise<void> {
    for (const text of HASTEN) await this.client.query(text);
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
