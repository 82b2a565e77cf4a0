/**
 * Who may speak to a server without sign-in: pages it served itself, and programs on this machine.
 *
 * Reads  : the Host and Origin headers of every request, WebSocket upgrades included.
 * Writes : nothing; refuses with 403.
 * Used by: `http-server.ts`.
 */
import type { IncomingMessage } from "node:http";

const LOCAL_NAMES = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * False for a foreign name that resolves to this machine (DNS rebinding) and for a page of another origin.
 * A request without Origin is a program's or a plain navigation's.
 */
export function isFromHere({ headers }: IncomingMessage): boolean {
  const host = headers.host ?? "";
  if (!LOCAL_NAMES.has(host.replace(/:\d+$/, ""))) return false;
  return headers.origin === undefined || headers.origin === `http://${host}`;
}
