import { lexicographicSortSchema, printSchema } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aServer, type TestServer } from "./testing/a-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(async () => await server.close());

test("the contract that integrators read is the one the server keeps", async () => {
  const emitted = `${printSchema(lexicographicSortSchema(server.schema))}\n`;
  await expect(emitted).toMatchFileSnapshot("../schema.graphql");
});
