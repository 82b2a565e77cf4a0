import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createLogger } from "../../platform/logging/logger.ts";
import { readKeyFile } from "../../platform/secrets/key-file.ts";
import { SecretBox } from "../../platform/secrets/secret-box.ts";
import { aClock, type TestClock } from "../../testing/a-clock.ts";
import { aReceiver, type Receiver } from "../../testing/a-receiver.ts";
import { ALERTS, aServer, type TestServer } from "../../testing/a-server.ts";
import { createChannel, deliveries, testChannel } from "../../testing/alert-channels.ts";
import { dyingAt, Killed } from "../../testing/dying-at.ts";
import type { AlertSettings } from "./alert-settings.ts";
import { DeliverAlerts } from "./deliver-alerts.ts";
import { SendAlert } from "./send-alert.ts";

const SETTINGS: AlertSettings = { ...ALERTS, timeLimitMs: 500 };

let server: TestServer;
let receiver: Receiver;
let clock: TestClock;
beforeAll(async () => {
  server = await aServer({ role: "api" }); // nobody delivers but the tests
});
afterAll(async () => await server.close());
beforeEach(async () => {
  receiver = await aReceiver();
  clock = aClock(new Date(Date.now() + 60_000).toISOString());
});
afterEach(async () => {
  await server.dataSource.query("delete from alert_channel");
  await receiver.close();
});

const running = new AbortController().signal;
const sender = async (settings = SETTINGS) =>
  new SendAlert(new SecretBox(await readKeyFile(server.dataDir)), settings);

/** A worker's turn at the outbox. */
async function deliver(send?: Pick<SendAlert, "execute">, settings = SETTINGS) {
  const turn = new DeliverAlerts(
    server.dataSource,
    send ?? (await sender(settings)),
    settings,
    clock,
    createLogger("silent"),
  );
  await turn.execute(running);
}
const later = (ms: number) => clock.moveTo(clock.now() + ms);
const HOUR = 60 * 60_000;

async function aTest(target = receiver.url) {
  const { channel, signingSecret } = await createChannel(server, { target });
  return { id: await testChannel(server, channel.id), channel, signingSecret };
}
const status =
  (code: number, headers = {}) =>
  (response: ServerResponse) =>
    response.writeHead(code, headers).end();

describe("the outbox", () => {
  test("hands an alert over once, however many workers look at the same time", async () => {
    const { id } = await aTest();
    await Promise.all([deliver(), deliver(), deliver()]);
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]?.headers["keruen-alert-id"]).toBe(id);
    expect(await deliveries(server)).toMatchObject([{ id, state: "DELIVERED", attempt: 1 }]);
  });

  test("tries again, later each time, with the same id, until it is taken", async () => {
    const { id } = await aTest();
    receiver.answer(status(500), status(503));
    await deliver();
    await deliver();
    expect(await deliveries(server)).toMatchObject([
      { state: "PENDING", attempt: 1, failureCode: "answered-500" },
    ]);
    later(5_000);
    await deliver();
    later(5_000);
    await deliver();
    expect(receiver.received).toHaveLength(2);
    later(5_000);
    await deliver();
    expect(await deliveries(server)).toMatchObject([
      { id, state: "DELIVERED", attempt: 3, failureCode: null },
    ]);
    expect(new Set(receiver.received.map(({ body }) => JSON.parse(body).id))).toEqual(new Set([id]));
  });

  test("gives an alert up after the time that the operator has set, and shows it", async () => {
    await aTest();
    receiver.answer(...Array.from({ length: 20 }, () => status(500)));
    for (let turn = 0; turn < 20; turn++) {
      await deliver(undefined, { ...SETTINGS, giveUpAfterMs: HOUR });
      later(HOUR / 10);
    }
    const [given] = await deliveries(server);
    expect(given).toMatchObject({ state: "GIVEN_UP", failureCode: "answered-500" });
    expect(given?.attempt).toBeLessThan(12);
    expect(receiver.received).toHaveLength(given?.attempt ?? 0);
  });

  test("sends again, with the same id, what a worker had sent when it died", async () => {
    const { id } = await aTest();
    const send = dyingAt(2).mortal(await sender(), ["execute"]); // sent, and not yet recorded
    await expect(deliver(send)).rejects.toThrow(Killed);
    expect(receiver.received).toHaveLength(1);
    await deliver();
    expect(receiver.received).toHaveLength(1); // it is still the dead one's
    later(60_000);
    await deliver();
    expect(receiver.received.map(({ headers }) => headers["keruen-alert-id"])).toEqual([id, id]);
    expect(await deliveries(server)).toMatchObject([{ state: "DELIVERED", attempt: 2 }]);
  });

  test("keeps no channel waiting for one that is down", async () => {
    const down = await createChannel(server, { target: receiver.url });
    for (let number = 0; number < 30; number++) await testChannel(server, down.channel.id);
    receiver.answer(...Array.from({ length: 30 }, () => status(500)));
    await deliver();
    later(5_000);
    const up = await aReceiver();
    await aTest(up.url);
    receiver.answer(...Array.from({ length: 30 }, () => status(500)));
    const arrived: string[] = [];
    const inner = await sender();
    const send: Pick<SendAlert, "execute"> = {
      execute: (delivery, signal) => {
        arrived.push(delivery.channel.target ?? "");
        return inner.execute(delivery, signal);
      },
    };
    await deliver(send);
    expect(arrived.indexOf(up.url)).toBeLessThan(8);
    await up.close();
  });

  test.each([
    ["does not answer", () => undefined, "too-slow"],
    ["breaks off", (response: { destroy(): void }) => response.destroy(), "connection-broken"],
    ["sends elsewhere", status(307, { location: "http://127.0.0.1:1/" }), "answered-307"],
    ["is gone", status(410), "answered-410"],
  ])("says what was wrong with a receiver that %s", async (_what, answer, failureCode) => {
    await aTest();
    receiver.answer(answer as never);
    await deliver();
    expect(await deliveries(server)).toMatchObject([{ state: "PENDING", failureCode }]);
    expect(receiver.received).toHaveLength(1);
  });

  test("does not wait for the end of an answer that has none", async () => {
    await aTest();
    receiver.answer((response) => {
      response.writeHead(200);
      const more = setInterval(() => response.write("x".repeat(65_536)), 1);
      response.on("close", () => clearInterval(more));
    });
    await deliver();
    expect(await deliveries(server)).toMatchObject([{ state: "DELIVERED" }]);
  });

  test("goes to no private address unless the operator allows it, wherever a name leads", async () => {
    const port = new URL(receiver.url).port;
    const strict = { ...SETTINGS, mayBePrivate: false };
    for (const host of ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f.1", "2130706433"])
      await aTest(`http://${host}:${port}/`);
    await deliver(undefined, strict);
    expect((await deliveries(server)).map(({ failureCode }) => failureCode)).toEqual(
      Array(5).fill("address-not-public"),
    );
    expect(receiver.received).toEqual([]);
  });
});

describe("a signature", () => {
  test("is verified as the guide shows it, and not with another secret, body or time", async () => {
    const guide = await readFile(new URL("../../../../../docs/guides/alerts.md", import.meta.url), "utf8");
    const [, code] = /```js\n([^`]*)```/.exec(guide) ?? [];
    const { verify } = await import(`data:text/javascript,${encodeURIComponent(code ?? "")}`);
    const { signingSecret } = await aTest();
    await deliver();
    const [{ headers, body } = { headers: {}, body: "" }] = receiver.received;
    const header = String(headers["keruen-signature"]);
    expect(verify(signingSecret, header, body)).toBe(true);
    expect(verify(`${signingSecret}x`, header, body)).toBe(false);
    expect(verify(signingSecret, header, `${body} `)).toBe(false);

    const old = Math.floor(Date.now() / 1_000) - 600;
    const signed = createHmac("sha256", signingSecret).update(`${old}.${body}`).digest("hex");
    expect(verify(signingSecret, `t=${old},v1=${signed}`, body)).toBe(false);
    expect(verify(signingSecret, header.replace(/t=\d+/, `t=${old}`), body)).toBe(false);
    for (const broken of ["", "t=1", "v1=ab", "t=,v1=", `${header.slice(0, -1)}`])
      expect(verify(signingSecret, broken, body)).toBe(false);
  });
});
