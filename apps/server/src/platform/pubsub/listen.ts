/**
 * One connection that listens, and finds out when it is dead: a silent one looks like one with no news.
 *
 * Reads  : notifications on a channel.
 * Writes : nothing.
 * Used by: `PostgresPubSub`.
 */
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** How often it is asked whether it is alive, and how long it may take to say so. */
export type Pulse = { readonly everyMs: number; readonly withinMs: number };

export type Listening = {
  /** Fulfilled when it is gone, for whatever reason. */
  readonly ended: Promise<void>;
  end(): Promise<void>;
};

/** @throws where it is not listening in time. */
export async function listen(
  databaseUrl: string,
  channel: string,
  tell: (payload: string) => void,
  { everyMs, withinMs }: Pulse,
): Promise<Listening> {
  const socket = new Socket();
  const client = new pg.Client({
    ...{ connectionString: databaseUrl, stream: () => socket, keepAlive: true },
    ...{ connectionTimeoutMillis: withinMs, query_timeout: withinMs },
  });
  const over = new AbortController();
  const ended = new Promise<void>((resolve) => {
    client.once("end", resolve);
    client.on("error", () => resolve());
  }).finally(() => over.abort());
  client.on("notification", ({ payload = "" }) => tell(payload));
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
  } catch (error) {
    socket.destroy();
    throw error;
  }

  async function beat(): Promise<void> {
    while (!over.signal.aborted) {
      await sleep(everyMs, undefined, { signal: over.signal });
      await client.query("select");
    }
  }
  beat().catch(() => socket.destroy()); // pg itself would wait for a dead one to say goodbye

  return {
    ended,
    async end() {
      over.abort();
      const goodbye = client.end().catch(() => undefined); // it may be broken already
      await Promise.race([goodbye, sleep(withinMs, undefined, { ref: false })]);
      socket.destroy();
    },
  };
}
