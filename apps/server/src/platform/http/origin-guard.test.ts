import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { aServer, type TestServer } from "../../testing/a-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(async () => await server.close());

/** The status of a request with exactly these headers. */
const statusOf = (headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const { port } = new URL(server.url);
    request({ host: "127.0.0.1", port, path: "/healthz", headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });

const closingOf = (origin: string) =>
  new Promise<string>((resolve) => {
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", {
      origin,
    });
    socket.on("open", () => {
      resolve("open");
      socket.close();
    });
    socket.on("error", (error) => resolve(error.message));
  });

describe("a server without sign-in", () => {
  test("answers programs on this machine and its own pages", async () => {
    const { host } = new URL(server.url);
    expect(await statusOf({ host })).toBe(200);
    expect(await statusOf({ host, origin: server.url })).toBe(200);
    expect(await closingOf(server.url)).toBe("open");
  });

  test("refuses a name that was made to point here", async () => {
    expect(await statusOf({ host: "keruen.attacker.example" })).toBe(403);
  });

  test("refuses another page in the same browser, over HTTP and over WebSocket", async () => {
    const { host } = new URL(server.url);
    expect(await statusOf({ host, origin: "https://attacker.example" })).toBe(403);
    expect(await statusOf({ host, origin: "null" })).toBe(403);
    expect(await closingOf("https://attacker.example")).toContain("403");
  });

  test("is not brought down by an address that is none", async () => {
    const socket = new WebSocket(`${server.url.replace("http", "ws")}//`, {
      origin: "https://attacker.example",
    });
    await new Promise((resolve) => socket.on("error", resolve));
    expect(await statusOf({ host: new URL(server.url).host })).toBe(200);
  });
});
