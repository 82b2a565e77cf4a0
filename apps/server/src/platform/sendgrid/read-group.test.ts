import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { createSendGridClient } from "@keruen/core";
import { afterEach, expect, test } from "vitest";
import { heldBytes } from "../../testing/held-bytes.ts";
import { systemClock } from "../clock/system-clock.ts";
import { createSendHttp } from "./send-http.ts";

const MANY = 2_000_000;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** All of a group in one answer, as SendGrid gives it. */
function* groupOf(count: number): Generator<string> {
  for (let first = 0; first < count; first += 1_000) {
    const emails = Array.from({ length: 1_000 }, (_, index) => `"person${first + index}@example.com"`);
    yield (first === 0 ? "[" : ",") + emails.join(",");
  }
  yield "]";
}

async function clientOfGroup(count: number) {
  const server = createServer((_request, response) => Readable.from(groupOf(count)).pipe(response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const transport = createSendHttp({ baseUrl });
  return createSendGridClient({ transport, baseUrl, apiKey: () => "SG.x", clock: systemClock });
}

test("a group of 2,000,000 people is read in the memory of a few pages", { timeout: 60_000 }, async () => {
  const client = await clientOfGroup(MANY);
  const held: number[] = [];
  let count = 0;
  for await (const page of client.suppressions({ group: 7 })) {
    count += page.ok ? page.value.length : Number.NaN;
    if (count > held.length * 200_000) held.push(heldBytes());
  }
  expect(count).toBe(MANY);
  const [first = 0, ...later] = held;
  expect(later).toHaveLength(9);
  expect(Math.max(...later) - first).toBeLessThan(10_000_000);
});
