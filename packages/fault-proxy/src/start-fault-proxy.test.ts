import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FaultProxy, startFaultProxy } from "./start-fault-proxy.ts";
import { aClient, anEcho } from "./testing/an-echo.ts";

let echo: Awaited<ReturnType<typeof anEcho>>;
let proxy: FaultProxy;
beforeEach(async () => {
  echo = await anEcho();
  proxy = await startFaultProxy(echo.target);
});
afterEach(async () => {
  await proxy.close();
  await echo.close();
});

test("without a fault everything passes both ways, and so does the end", async () => {
  const client = await aClient(proxy.port);
  const said = Buffer.alloc(2_000_000, "keruen");
  client.socket.end(said);
  expect(await client.isOver()).toBeUndefined();
  expect(client.text()).toBe(said.toString());
  expect(proxy.connectionCount()).toBe(0);
});

test("latency keeps bytes on the way, many at once", async () => {
  proxy.set({ latencyMs: 60 });
  const client = await aClient(proxy.port);
  const start = performance.now();
  client.socket.write(Buffer.alloc(1_000_000));
  await client.hears(1_000_000);
  const ms = performance.now() - start;
  expect(ms).toBeGreaterThanOrEqual(118); // there and back, timers round down
  expect(ms).toBeLessThan(16 * 2 * 60); // what it would take one chunk after another
});

test("a limited connection is no faster than its limit, and at once when the limit goes", async () => {
  proxy.set({ bytesPerSecond: 100_000 });
  const client = await aClient(proxy.port);
  const start = performance.now();
  client.socket.write(Buffer.alloc(20_000));
  await client.hears(20_000);
  expect(performance.now() - start).toBeGreaterThanOrEqual(198);

  client.socket.write(Buffer.alloc(10_000_000)); // 100 s at that rate
  proxy.set({});
  await client.hears(10_020_000);
});

test("slices arrive in pieces, whole and in order", async () => {
  proxy.set({ sliceBytes: 7 });
  const client = await aClient(proxy.port);
  const said = Array.from({ length: 500 }, (_, index) => index).join();
  client.socket.write(said);
  await client.hears(said.length);
  expect(client.text()).toBe(said);
  expect(client.chunks()).toBeGreaterThan(10);
});

test("a black hole passes nothing and tells nobody; what waited arrives afterwards, and once", async () => {
  const client = await aClient(proxy.port);
  client.socket.write("before ");
  await client.hears(7);
  proxy.set({ isBlackHole: true });
  client.socket.end("during");
  const late = await aClient(proxy.port);
  late.socket.write("late");
  expect(await Promise.race([client.hears(13), late.hears(4), client.isOver(), sleep(150, "silence")])).toBe(
    "silence",
  );
  proxy.set({});
  expect(await client.isOver()).toBeUndefined();
  expect(client.text()).toBe("before during");
  await late.hears(4);
  late.socket.destroy();
});

test("what is down resets everybody and whoever comes, until it is up", async () => {
  const client = await aClient(proxy.port);
  client.socket.write("hello");
  await client.hears(5);
  proxy.set({ isDown: true });
  expect(await client.isOver()).toBe("ECONNRESET");
  const refused = await aClient(proxy.port).catch(({ code }: NodeJS.ErrnoException) => code);
  if (typeof refused === "string") expect(refused).toBe("ECONNRESET");
  else expect(await refused?.isOver()).toBe("ECONNRESET");

  proxy.set({});
  const again = await aClient(proxy.port);
  again.socket.end("hello");
  expect(await again.isOver()).toBeUndefined();
  expect(again.text()).toBe("hello");
});

test("a reset breaks the connections of now alone", async () => {
  const client = await aClient(proxy.port);
  client.socket.write("hello");
  await client.hears(5);
  proxy.reset();
  expect(await client.isOver()).toBe("ECONNRESET");
  const next = await aClient(proxy.port);
  next.socket.end("hello");
  expect(await next.isOver()).toBeUndefined();
});

test("silenced connections stay silent when new ones are well, until they are reset", async () => {
  const client = await aClient(proxy.port);
  client.socket.write("hello");
  await client.hears(5);
  proxy.silence();
  client.socket.write("hello?");
  const next = await aClient(proxy.port);
  next.socket.end("hello");
  expect(await next.isOver()).toBeUndefined();
  proxy.set({});
  expect(await Promise.race([client.hears(11), client.isOver(), sleep(150, "silence")])).toBe("silence");
  proxy.reset();
  expect(await client.isOver()).toBe("ECONNRESET");
});

test("a connection ends where its bytes are used up", async () => {
  proxy.set({ maxBytes: 1_000 });
  const client = await aClient(proxy.port);
  client.socket.write(Buffer.alloc(600)); // 600 there, 400 of them back
  expect(await client.isOver()).toBe("ECONNRESET");
  expect(client.size()).toBeLessThanOrEqual(400); // a reset may overtake what was on the way
});

test("a target that is gone is told by a reset", async () => {
  await echo.close();
  const client = await aClient(proxy.port).catch(({ code }: NodeJS.ErrnoException) => code);
  if (typeof client === "string") expect(client).toBe("ECONNRESET");
  else expect(await client?.isOver()).toBe("ECONNRESET");
  echo = await anEcho();
});
