import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aServer, type TestServer } from "../../testing/a-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(async () => await server.close());

describe("viewer", () => {
  test("is the local administrator until people can sign in", async () => {
    expect(await server.ask("{ viewer { name } }")).toEqual({ viewer: { name: "Local administrator" } });
  });
});
