/**
 * "Row X of topic T has changed", told to every process through LISTEN/NOTIFY. The row itself stays in its table.
 *
 * Reads  : notifications on the channel `keruen`.
 * Writes : nothing; `announce` sends within the caller's transaction, so it is heard when that commits.
 * Used by: `LiveRows`, `ExportRunner` (cancel), `PostgresPacing`.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { EntityManager } from "typeorm";
import type { Logger } from "../logging/logger.ts";
import { type Listening, listen, type Pulse } from "./listen.ts";

const CHANNEL = "keruen";
const RECONNECT_MS = 250;

export type Topic = "run" | "source" | "segment" | "refresh" | "erasure" | "drift-check" | "endpoint-window";
/** @param id - the row that changed; null: some may have, while we were not listening. Read again. */
type Listener = (id: string | null) => void;

/** @param db - inside the transaction that changes the row. */
export const announce = (db: EntityManager, topic: Topic, id: string): Promise<unknown> =>
  db.query("select pg_notify($1, $2)", announcement(topic, id));

/** What `pg_notify` is told, for a statement that changes the row and announces it at once. */
export const announcement = (topic: Topic, id: string): [channel: string, payload: string] => [
  CHANNEL,
  `${topic}:${id}`,
];

/** A dead connection is replaced within about 10 s. */
const PULSE: Pulse = { everyMs: 5_000, withinMs: 5_000 };

export class PostgresPubSub {
  private readonly listeners: Record<Topic, Set<Listener>> = {
    run: new Set(),
    source: new Set(),
    segment: new Set(),
    "endpoint-window": new Set(),
    refresh: new Set(),
    erasure: new Set(),
    "drift-check": new Set(),
  };
  private connection: Listening | undefined;
  private isStopped = false;
  private following: Promise<void> | undefined;

  constructor(
    private readonly databaseUrl: string,
    private readonly logger: Logger,
    private readonly pulse: Pulse = PULSE,
  ) {}

  /** @returns the function that ends it. */
  on(topic: Topic, listener: Listener): () => void {
    this.listeners[topic].add(listener);
    return () => void this.listeners[topic].delete(listener);
  }

  async start(): Promise<void> {
    this.following = this.follow(await this.connect());
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.connection?.end();
    await this.following;
  }

  private async follow(first: Listening): Promise<void> {
    let connection: Listening | undefined = first;
    while (connection) {
      await connection.ended;
      if (this.isStopped) return;
      this.logger.warn("live updates: connection lost, connecting again");
      connection = await this.reconnect();
      for (const topic of Object.values(this.listeners)) for (const listener of topic) listener(null);
    }
  }

  private async reconnect(): Promise<Listening | undefined> {
    while (!this.isStopped) {
      await sleep(RECONNECT_MS);
      try {
        return await this.connect();
      } catch {
        // the database is still away: the next turn tries again
      }
    }
    return undefined;
  }

  private async connect(): Promise<Listening> {
    const connection = await listen(this.databaseUrl, CHANNEL, (payload) => this.tell(payload), this.pulse);
    this.connection = connection;
    if (this.isStopped) await connection.end(); // meanwhile: `stop` knew only the one before
    return connection;
  }

  private tell(payload: string): void {
    const [topic, id] = payload.split(":") as [Topic, string];
    for (const listener of this.listeners[topic] ?? []) listener(id);
  }
}
