import type { TestServer } from "./a-server.ts";

export const REFRESH = `id state trigger dueAt startedAt endedAt cancelRequestedAt startedBy { name }
  steps { position kind subjectId subjectName state code message doneCount totalCount runId }`;

/** Starts a refresh. @returns what GraphQL answered. */
export async function startRefresh(server: TestServer) {
  const document = `mutation {
    startRefresh { __typename ... on Refresh { ${REFRESH} } ... on RefreshAlreadyRunning { code refresh { id } } }
  }`;
  return (await server.ask(document)).startRefresh;
}

/** Every state of a refresh that a watcher sees, until it has ended. */
export async function* watchRefresh(server: TestServer, id: string) {
  for await (const { refreshChanged } of server.follow(`subscription { refreshChanged { ${REFRESH} } }`)) {
    if (refreshChanged.id !== id) continue;
    yield refreshChanged;
    if (refreshChanged.state !== "RUNNING") return;
  }
}

/** The refresh when it has ended. */
export async function endOfRefresh(server: TestServer, id: string) {
  return (await Array.fromAsync(watchRefresh(server, id))).at(-1);
}

/** Takes out what other tests have made: a refresh is about all there is. */
export const clearAll = (server: TestServer) =>
  server.dataSource.query(
    "truncate source, profile, segment, segment_member, export, export_segment, refresh cascade",
  );
