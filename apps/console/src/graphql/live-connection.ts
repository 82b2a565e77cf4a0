/**
 * Whether what the screen shows is live: the state of the one WebSocket.
 *
 * Reads  : the socket's events, through `client.ts`.
 * Writes : nothing outside itself.
 * Used by: the Live badge, and every list that must ask again after a gap.
 */
import { type InjectionKey, inject, readonly, shallowRef } from "vue";

/** `reconnecting`: there was a connection or a try, and it failed; the next try is under way or waiting. */
export type ConnectionState = "connecting" | "live" | "reconnecting";

export type LiveConnection = ReturnType<typeof createLiveConnection>;

export const LiveConnectionKey: InjectionKey<LiveConnection> = Symbol("live connection");

export function createLiveConnection() {
  const state = shallowRef<ConnectionState>("connecting");
  /** How often the socket has been opened: a change means that events may have been missed. */
  const openings = shallowRef(0);

  return {
    state: readonly(state),
    openings: readonly(openings),
    opened() {
      state.value = "live";
      openings.value += 1;
    },
    lost() {
      state.value = "reconnecting";
    },
  };
}

/** @throws {Error} where nobody provides a connection. */
export function useLiveConnection(): LiveConnection {
  const connection = inject(LiveConnectionKey);
  if (!connection) throw new Error("No live connection is provided");
  return connection;
}
