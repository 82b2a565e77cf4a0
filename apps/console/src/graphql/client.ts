/**
 * The console's one door to the server: queries and mutations over HTTP, subscriptions over one WebSocket.
 *
 * Reads  : `/graphql` of the origin this page came from.
 * Writes : the same.
 * Used by: `main.ts`.
 */
import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "@urql/core";
import type { LiveConnection } from "./live-connection.ts";
import { openLiveSocket } from "./live-socket.ts";

export function createGraphQLClient(connection: LiveConnection): Client {
  const socket = openLiveSocket(`${location.origin.replace(/^http/, "ws")}/graphql`, connection);

  return new Client({
    url: "/graphql",
    preferGetMethod: false, // the server takes no query in a URL, where it would reach logs
    requestPolicy: "cache-and-network", // at once what was there, then what is there
    exchanges: [
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe({ ...request, query: request.query ?? "" }, sink),
          }),
        }),
      }),
    ],
  });
}
