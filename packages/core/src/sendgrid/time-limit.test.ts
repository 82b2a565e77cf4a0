import { expect, test } from "vitest";
import { virtualClock } from "../testing/virtual-clock.ts";
import { createSendGridClient } from "./sendgrid-client.ts";
import type { Transport } from "./transport.ts";

const deaf: Transport = () => new Promise(() => {});

function setUp(transport: Transport) {
  const clock = virtualClock();
  const client = createSendGridClient({
    transport,
    clock,
    baseUrl: "https://sendgrid.test",
    apiKey: () => "key",
    timeLimitMs: 30_000,
  });
  return { clock, client };
}

test("a transport that never answers is given up when time is up", async () => {
  const { clock, client } = setUp(deaf);
  const asked = client.scopes();
  await clock.run();
  expect(await asked).toEqual({
    ok: false,
    failure: { code: "unavailable", status: null, cause: "no answer within 30000 ms" },
  });
  expect(clock.now()).toBe(30_000);
});

test("a cancelled call ends at once, even where the transport does not heed it", async () => {
  const { clock, client } = setUp(deaf);
  const cancel = new AbortController();
  const asked = client.scopes(cancel.signal);
  await clock.run(1_000);
  cancel.abort();
  expect(await asked).toEqual({ ok: false, failure: { code: "canceled" } });
  expect(clock.now()).toBeLessThan(30_000);
});

test("a request is aborted when its time is up, and not when it was answered", async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const { clock, client } = setUp(async (request) => {
    signals.push(request.signal);
    if (signals.length === 2) await clock.wait(60_000);
    return { status: 200, headers: new Headers(), text: '{"scopes":[]}' };
  });
  void client.scopes();
  await clock.run();
  expect(clock.now()).toBe(0);
  void client.scopes();
  await clock.run();
  expect(signals.map((signal) => signal?.aborted)).toEqual([false, true]);
});
