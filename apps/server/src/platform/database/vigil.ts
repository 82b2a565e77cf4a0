/**
 * Watches over the connections of a pool: one that a router has forgotten looks like one whose query takes long, so
 * PostgreSQL is asked, over another, whether it is still working on it.
 *
 * Reads  : `pg_stat_activity`, only while an answer is overdue.
 * Writes : ends connections that are dead, as if they had broken, and what they left open on the far side.
 * Used by: `connectDatabase` and `TaskQueue`, whose queries may take long and must not take for ever.
 */
import type { Socket } from "node:net";
import pg from "pg";

export type VigilTimes = {
  readonly everyMs: number;
  /** An answer that takes longer is asked about. */
  readonly overdueAfterMs: number;
  /** For PostgreSQL to say so. */
  readonly withinMs: number;
};

/** A dead connection is noticed within 20 s. */
const TIMES: VigilTimes = { everyMs: 5_000, overdueAfterMs: 10_000, withinMs: 5_000 };

type Watched = { readonly name: string; readonly stream: () => Socket; busySince: number | null };

let made = 0;

export class Vigil {
  /** The class that a pool makes its connections of: its option `Client`. Each has a name that PgBouncer, too, passes on. */
  readonly Client: typeof pg.Client;
  private readonly watched = new Set<Watched>();
  /** While there are any. */
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly times: VigilTimes = TIMES,
  ) {
    const watch = (name: string, client: pg.Client) => this.watch(name, client);
    this.Client = class extends pg.Client {
      constructor(config?: string | pg.ClientConfig) {
        const name = `keruen ${process.pid}.${++made}`;
        super({ ...(config as pg.ClientConfig), application_name: name, keepAlive: true });
        watch(name, this);
      }
    };
  }

  private watch(name: string, client: pg.Client): void {
    const { connection } = client as unknown as { readonly connection: { readonly stream: Socket } };
    const watched: Watched = { name, stream: () => connection.stream, busySince: null };
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    client.query = ((...given: unknown[]) => {
      watched.busySince ??= performance.now();
      return query(...given);
    }) as typeof client.query;
    client.on("drain", () => {
      watched.busySince = null;
    });
    client.once("end", () => {
      this.watched.delete(watched);
      if (this.watched.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    });
    this.watched.add(watched);
    this.timer ??= setInterval(() => void this.look(), this.times.everyMs).unref();
  }

  /** Where nobody answers here either, the database is away: that is for the next look. */
  private async look(): Promise<void> {
    const since = performance.now() - this.times.overdueAfterMs;
    const overdue = [...this.watched].filter(({ busySince }) => busySince !== null && busySince <= since);
    if (overdue.length === 0 || this.isLooking) return;
    this.isLooking = true;
    const asked = overdue.map((watched) => ({ watched, ...watched }));
    try {
      const dead = await this.deadOf(asked.map(({ name }) => name));
      for (const { watched, name, busySince } of asked)
        if (dead.has(name) && watched.busySince === busySince)
          watched.stream().destroy(new Error("The connection to the database is dead"));
    } catch {
    } finally {
      this.isLooking = false;
    }
  }

  private async deadOf(names: readonly string[]): Promise<ReadonlySet<string>> {
    const { withinMs } = this.times;
    const client = new pg.Client({
      ...{ connectionString: this.databaseUrl, connectionTimeoutMillis: withinMs, query_timeout: withinMs },
    });
    client.on("error", () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query(DEAD, [names, `${withinMs} ms`]);
      return new Set(rows.map(({ name }) => name));
    } finally {
      void client.end().catch(() => undefined);
    }
  }
}

/** A dead one's backend has nothing to do, or nobody takes what it says. What it holds in a transaction goes. */
const DEAD = `
  select name, (
    select count(pg_terminate_backend(pid)) from pg_stat_activity
    where application_name = name and state like 'idle in transaction%'
  ) from unnest($1::text[]) as name
  where not exists (
    select from pg_stat_activity where application_name = name
      and (state = 'active' and wait_event is distinct from 'ClientWrite' or state_change > now() - $2::interval))`;
