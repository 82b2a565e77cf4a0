import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createLogger } from "../../platform/logging/logger.ts";
import { readKeyFile } from "../../platform/secrets/key-file.ts";
import { SecretBox } from "../../platform/secrets/secret-box.ts";
import { aClock, type TestClock } from "../../testing/a-clock.ts";
import { aMailServer, type MailServer } from "../../testing/a-mail-server.ts";
import { ALERTS, aServer, type TestServer } from "../../testing/a-server.ts";
import { createMailChannel, deliveries, testChannel } from "../../testing/alert-channels.ts";
import { dyingAt, Killed } from "../../testing/dying-at.ts";
import { DeliverAlerts } from "./deliver-alerts.ts";
import { SendAlert } from "./send-alert.ts";

const ADA = "ada@example.com";
const BOB = "bob@example.com";

let server: TestServer;
let mailServer: MailServer;
let clock: TestClock;
const settings = () => ({
  ...ALERTS,
  mail: { server: mailServer.at, from: "alerts@keruen.example.com", timeLimitMs: 60_000 },
});
beforeAll(async () => {
  mailServer = await aMailServer();
  server = await aServer({ role: "api", alerts: settings() }); // nobody delivers but the tests
  await mailServer.close();
});
afterAll(async () => await server.close());
beforeEach(async () => {
  mailServer = await aMailServer();
  clock = aClock(new Date(Date.now() + 60_000).toISOString());
});
afterEach(async () => {
  await server.dataSource.query("delete from alert_channel");
  await mailServer.close();
});

const running = new AbortController().signal;
const sender = async (with_ = settings()) =>
  new SendAlert(new SecretBox(await readKeyFile(server.dataDir)), with_);

/** A worker's turn at the outbox. */
async function deliver(send?: Pick<SendAlert, "execute">) {
  const logger = createLogger("silent");
  const given = send ?? (await sender());
  await new DeliverAlerts(server.dataSource, given, settings(), clock, logger).execute(running);
}
const later = (ms: number) => clock.moveTo(clock.now() + ms);

async function aTest(...addresses: readonly string[]) {
  const { channel } = await createMailChannel(server, { addresses });
  return { id: await testChannel(server, channel.id), channel };
}
const messageIds = () => mailServer.seen.map(({ raw }) => /^Message-ID: <(.*)@/im.exec(raw)?.[1]);

describe("an alert by mail", () => {
  test("is delivered once, however many workers look at the same time", async () => {
    const { id } = await aTest(ADA, BOB);
    await Promise.all([deliver(), deliver(), deliver()]);
    later(60 * 60_000);
    await deliver();
    expect(mailServer.seen).toMatchObject([{ from: "alerts@keruen.example.com", to: [ADA, BOB] }]);
    expect(messageIds()).toEqual([id]);
    expect(await deliveries(server)).toMatchObject([
      { id, state: "DELIVERED", attempt: 1, reached: [ADA, BOB] },
    ]);
  });

  test("that is refused is given up at once, and shown", async () => {
    await aTest(ADA);
    mailServer.refused.set(ADA, 550);
    await deliver();
    expect(await deliveries(server)).toMatchObject([
      { state: "GIVEN_UP", attempt: 1, reached: [], failureCode: "answered-550" },
    ]);
    later(60 * 60_000);
    await deliver();
    expect((await deliveries(server))[0]?.attempt).toBe(1);
  });

  test("that is put off is tried again until it is taken", async () => {
    const { id } = await aTest(ADA);
    mailServer.refused.set(ADA, 451);
    await deliver();
    expect(await deliveries(server)).toMatchObject([{ state: "PENDING", failureCode: "answered-451" }]);
    mailServer.refused.clear();
    later(5_000);
    await deliver();
    expect(await deliveries(server)).toMatchObject([
      { id, state: "DELIVERED", attempt: 2, failureCode: null },
    ]);
    expect(messageIds()).toEqual([id]);
  });

  test("goes no second time to those it has reached, when it is tried again for others", async () => {
    const { id } = await aTest(ADA, BOB);
    mailServer.refused.set(BOB, 451);
    await deliver();
    expect(await deliveries(server)).toMatchObject([{ state: "PENDING", reached: [ADA] }]);
    mailServer.refused.clear();
    later(5_000);
    await deliver();
    expect(mailServer.seen.map(({ to }) => to)).toEqual([[ADA], [BOB]]);
    expect(await deliveries(server)).toMatchObject([{ id, state: "DELIVERED", reached: [ADA, BOB] }]);
  });

  test("of which nobody knows whether it was taken comes again as the same mail", async () => {
    const { id } = await aTest(ADA);
    mailServer.answer("drop");
    await deliver();
    expect(await deliveries(server)).toMatchObject([{ state: "PENDING", failureCode: "connection-broken" }]);
    later(5_000);
    await deliver();
    expect(messageIds()).toEqual([id, id]);
    expect(await deliveries(server)).toMatchObject([{ state: "DELIVERED", attempt: 2 }]);
  });

  test("that a worker had sent when it died comes again as the same mail", async () => {
    const { id } = await aTest(ADA);
    const send = dyingAt(2).mortal(await sender(), ["execute"]); // sent, and not yet recorded
    await expect(deliver(send)).rejects.toThrow(Killed);
    later(2 * 60_000);
    await deliver();
    expect(messageIds()).toEqual([id]); // it is still the dead one's, who may take a minute for a mail
    later(30_000);
    await deliver();
    expect(messageIds()).toEqual([id, id]);
    expect(await deliveries(server)).toMatchObject([{ state: "DELIVERED", attempt: 2 }]);
  });

  test("waits where a process knows no mail server, and says so", async () => {
    await aTest(ADA);
    await deliver(await sender({ ...ALERTS, mail: null } as never));
    expect(await deliveries(server)).toMatchObject([{ state: "PENDING", failureCode: "mail-not-set-up" }]);
    expect(mailServer.seen).toEqual([]);
  });
});

test("a channel that mails is refused where there is no mail server, and one of before can be turned off", async () => {
  const without = await aServer({ role: "api" });
  const answer = await createMailChannel(without, { addresses: [ADA] });
  expect(answer).toEqual({ issues: [{ path: "kind", code: "mail-not-set-up" }] });
  expect(await without.ask("{ system { mailFrom } }")).toEqual({ system: { mailFrom: null } });
  const id = await anotherTimesChannel(without);
  const off = "mutation ($id: ID!) { updateAlertChannel(input: { id: $id, isOn: false }) { __typename } }";
  expect(await without.ask(off, { id })).toEqual({ updateAlertChannel: { __typename: "AlertChannel" } });
  await without.close();
});

async function anotherTimesChannel({ dataSource }: TestServer): Promise<string> {
  const [{ id }] = await dataSource.query(
    `insert into alert_channel (id, name, kind, addresses, language, alerts, created_by)
     select gen_random_uuid(), 'Of before', 'EMAIL', array[$1], 'EN', array['RUN_FAILED'], id from app_user returning id`,
    [ADA],
  );
  return id;
}
