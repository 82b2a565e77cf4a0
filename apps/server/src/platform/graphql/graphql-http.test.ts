import { auditServer } from "graphql-http";
import { createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { aServer, type TestServer } from "../../testing/a-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(async () => await server.close());

const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

describe("GraphQL over HTTP", () => {
  test("conforms to the specification, but for the GET requests that a foreign page could make", async () => {
    const results = await auditServer({ url: `${server.url}/graphql` });
    expect(results.length).toBeGreaterThan(50);
    const failed = results.filter(({ status }) => status !== "ok");
    expect(failed.map(({ id }) => id).toSorted()).toEqual(["5A70", "6A70", "D6D5"]);
  });

  test("refuses a document longer than any of the console's many times over", async () => {
    const response = await post({ query: `{ ${"viewer { id } ".repeat(2_000)} }` });
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: "GRAPHQL_PARSE_FAILED" } }],
    });
  });

  test("takes no batch, and no form that another page could post", async () => {
    expect((await post([{ query: "{ viewer { id } }" }])).status).toBe(400);
    const form = await post({ query: "{ viewer { id } }" }, { "content-type": "text/plain" });
    expect(form.status).toBeGreaterThanOrEqual(400);
  });
});

describe("GraphQL over WebSocket", () => {
  const connect = () =>
    createClient({
      url: `${server.url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });

  test("answers a document that does not parse under its own id, and keeps the socket for the others", async () => {
    const client = connect();
    const bad = client.iterate({ query: "{ viewer {" }).next();
    await expect(bad).rejects.toMatchObject([{ extensions: { code: "GRAPHQL_PARSE_FAILED" } }]);
    const { value } = await client.iterate({ query: "{ viewer { name } }" }).next();
    expect(value.data).toEqual({ viewer: { name: "Local administrator" } });
    await client.dispose();
  });

  test("refuses a field that is not there, with a code", async () => {
    const client = connect();
    const wrong = client.iterate({ query: "{ nothing }" }).next();
    await expect(wrong).rejects.toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
    await client.dispose();
  });

  test("ends the watch of a run that is not there", async () => {
    const watching = server.follow(
      'subscription { runChanged(runId: "00000000-0000-4000-8000-00000000dead") { id } }',
    );
    expect(await watching.next()).toMatchObject({ done: true });
  });
});
