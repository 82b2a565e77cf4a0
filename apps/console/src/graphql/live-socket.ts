/**
 * The WebSocket that never gives up: it notices a silent death, tries again soon, and subscribes again by itself.
 *
 * Reads  : `/graphql` of this origin, over graphql-ws.
 * Writes : what happened to it, into the {@link LiveConnection}.
 * Used by: `client.ts`.
 */
import { type Client, createClient } from "graphql-ws";
import type { LiveConnection } from "./live-connection.ts";

const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

/** The wait before try number `tries` (from 0): doubling from half a second to five, a quarter of it by chance. */
export function reconnectDelayMs(tries: number, random: () => number = Math.random): number {
  const fullMs = Math.min(500 * 2 ** tries, 5_000);
  return fullMs * (0.75 + random() * 0.25);
}

export function openLiveSocket(url: string, connection: LiveConnection): Client {
  let pongOverdue: ReturnType<typeof setTimeout> | undefined;

  const socket = createClient({
    url,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (tries) => waitUntilOnlineOr(reconnectDelayMs(tries)),
    keepAlive: PING_EVERY_MS,
    on: {
      connected: () => connection.opened(),
      closed: () => {
        clearTimeout(pongOverdue);
        connection.lost();
      },
      ping: (isReceived) => {
        // A closed lid or a dropped route closes nothing: only the missing answer tells.
        if (!isReceived) pongOverdue = setTimeout(() => socket.terminate(), PONG_WITHIN_MS);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(pongOverdue);
      },
    },
  });
  return socket;
}

/** Ends after `delayMs`, or at once when the browser says that the network is back. */
function waitUntilOnlineOr(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    addEventListener("online", done);
  });
}
