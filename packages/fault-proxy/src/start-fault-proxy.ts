/**
 * A TCP proxy with faults that are set while it runs.
 *
 * Reads  : what its clients and its target write.
 * Writes : the same to the other side, as the faults of the moment let it.
 * Used by: tests and chaos runs, between the server and PostgreSQL or SendGrid.
 */
import { EventEmitter, once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { carry, type Link } from "./carry.ts";
import type { Faults } from "./faults.ts";

const SILENCE: Faults = { isBlackHole: true };

export type Target = { readonly host: string; readonly port: number };

export type FaultProxy = {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Clients that are connected. */
  connectionCount(): number;
  /** What is wrong from now on, in place of what was. */
  set(faults: Faults): void;
  /** The connections of now pass nothing any more and nobody is told, as where a router has forgotten them. New ones are well. */
  silence(): void;
  /** Resets the connections of now, silent ones too. */
  reset(): void;
  close(): Promise<void>;
};

/** @param target - where connections are carried to; it is connected to anew for each client. */
export async function startFaultProxy(target: Target): Promise<FaultProxy> {
  let faults: Faults = {};
  const changes = new EventEmitter().setMaxListeners(0);
  const links = new Set<Link>();
  const silent = new WeakSet<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    if (faults.isDown) {
      client.resetAndDestroy();
      return;
    }
    const link = linkOf(client);
    links.add(link);
    void carry(link).then(() => links.delete(link));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  function linkOf(client: Socket): Link {
    const far = connect({ ...target, allowHalfOpen: true, noDelay: true });
    const ofLink = () => (silent.has(client) ? SILENCE : faults);
    return { client, far, faults: ofLink, changed: () => once(changes, "set") };
  }
  function reset(): void {
    for (const { client, far } of links) {
      silent.delete(client);
      client.resetAndDestroy();
      far.resetAndDestroy();
    }
    changes.emit("set");
  }
  function set(next: Faults): void {
    faults = next;
    if (next.isDown) reset();
    changes.emit("set");
  }
  return {
    port: (server.address() as AddressInfo).port,
    connectionCount: () => links.size,
    set,
    silence() {
      for (const { client } of links) silent.add(client);
    },
    reset,
    async close() {
      const closed = once(server, "close");
      server.close();
      set({ isDown: true });
      await closed;
    },
  };
}
