import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALERTS, aServer, type TestServer } from "../../testing/a-server.ts";
import { createChannel, createMailChannel, deliveries, testChannel } from "../../testing/alert-channels.ts";
import type { AlertSettings } from "./alert-settings.ts";

const MAIL: AlertSettings["mail"] = {
  server: { host: "127.0.0.1", port: 9, tls: "STARTTLS", login: null },
  ...{ from: "alerts@keruen.example.com", timeLimitMs: 1_000 },
};

let server: TestServer;
beforeAll(async () => {
  server = await aServer({ role: "api", alerts: { ...ALERTS, mail: MAIL, mayBePrivate: false } });
});
afterAll(async () => await server.close());

const target = "https://example.com/alerts";
const addresses = ["ada@example.com"];
const CHANNEL = "id name target addresses language alerts isOn";
const update = async (input: object) =>
  (
    await server.ask(
      `mutation ($input: UpdateAlertChannelInput!) { updateAlertChannel(input: $input) {
         ... on AlertChannel { ${CHANNEL} } ... on InvalidInput { issues { path code } } ... on NotFound { id } } }`,
      { input },
    )
  ).updateAlertChannel;
const remove = async (id: string) =>
  (await server.ask("mutation ($id: ID!) { removeAlertChannel(id: $id) { __typename } }", { id }))
    .removeAlertChannel.__typename;

describe("an alert channel", () => {
  test("shows its secret once, and keeps it sealed", async () => {
    const { channel, signingSecret } = await createChannel(server, { name: " Ops ", target });
    expect(channel).toMatchObject({ name: "Ops", kind: "WEBHOOK", target, isOn: true });
    expect(signingSecret).toMatch(/^whsec_[\w-]{43}$/);
    const rows = JSON.stringify(await server.dataSource.query("select * from alert_channel"));
    expect(rows).not.toContain(signingSecret);
    expect(JSON.stringify(await server.ask(`{ alertChannels { ${CHANNEL} } }`))).not.toContain("whsec");
  });

  test.each([
    ["no name", { name: " " }, "name", "name-missing"],
    ["no URL", { target: "example.com" }, "target", "url-malformed"],
    ["another scheme", { target: "file:///etc/passwd" }, "target", "url-malformed"],
    ["a password in the URL", { target: "https://ada:secret@example.com" }, "target", "url-with-password"],
    ["no TLS", { target: "http://example.com" }, "target", "url-not-https"],
    ["this machine", { target: "https://127.1/" }, "target", "address-not-public"],
    ["the cloud's own address", { target: "https://169.254.169.254/" }, "target", "address-not-public"],
    [
      "a private address in another dress",
      { target: "https://[::ffff:10.0.0.1]/" },
      "target",
      "address-not-public",
    ],
    ["no alert", { alerts: [] }, "alerts", "alerts-missing"],
  ])("cannot have %s", async (_what, wrong, path, code) => {
    expect(await createChannel(server, { target, ...wrong })).toEqual({ issues: [{ path, code }] });
  });

  test("mails to addresses in one spelling, signs nothing, and is changed in part", async () => {
    const twice = [" Ada@Example.com", "ada@example.com", "bob@example.com"];
    const { channel, signingSecret } = await createMailChannel(server, { addresses: twice });
    const both = ["ada@example.com", "bob@example.com"];
    expect(channel).toMatchObject({ kind: "EMAIL", target: null, addresses: both, language: "EN" });
    expect(signingSecret).toBeNull();
    expect(await update({ id: channel.id, language: "KK" })).toMatchObject({
      addresses: both,
      language: "KK",
    });
    expect(await update({ id: channel.id, addresses })).toMatchObject({ addresses, language: "KK" });
    expect(await server.ask("{ system { mailFrom } }")).toEqual({ system: { mailFrom: MAIL?.from } });
  });

  test.each([
    ["no address", { addresses: [] }, "addresses", "addresses-missing"],
    ["what is no address", { addresses: [...addresses, "ada"] }, "addresses.1", "email-malformed"],
    [
      "an address and another header",
      { addresses: ["a@example.com\r\nBcc: b"] },
      "addresses.0",
      "email-malformed",
    ],
    [
      "a crowd",
      { addresses: Array.from({ length: 21 }, (_, at) => `${at}@example.com`) },
      ...["addresses", "too-many-addresses"],
    ],
  ])("that mails cannot have %s", async (_what, wrong, path, code) => {
    expect(await createMailChannel(server, wrong)).toEqual({ issues: [{ path, code }] });
  });

  test("has a name of its own, whatever its capitals", async () => {
    await createChannel(server, { name: "Same", target });
    const other = await createChannel(server, { name: "Other", target });
    const taken = { issues: [{ path: "name", code: "name-taken" }] };
    expect(await createChannel(server, { name: "SAME", target })).toEqual(taken);
    expect(await update({ id: other.channel.id, name: "same" })).toEqual(taken);
  });

  test("is changed in part, and gives up what is on its way once it is off", async () => {
    const { channel } = await createChannel(server, { target });
    const id = await testChannel(server, channel.id);
    expect(await update({ id: channel.id, alerts: ["RUN_FAILED", "RUN_FAILED"] })).toMatchObject({
      ...{ name: channel.name, target, alerts: ["RUN_FAILED"], isOn: true },
    });
    expect(await update({ id: channel.id, isOn: false })).toMatchObject({ isOn: false, target });
    const [given] = (await deliveries(server)).filter((delivery) => delivery.id === id);
    expect(given).toMatchObject({ state: "GIVEN_UP", failureCode: "channel-off" });
  });

  test("goes with what is on its way there, and is then unknown", async () => {
    const { channel } = await createChannel(server, { target });
    const id = await testChannel(server, channel.id);
    expect(await remove(channel.id)).toBe("AlertChannelRemoved");
    expect((await deliveries(server)).map((delivery) => delivery.id)).not.toContain(id);
    expect(await remove(channel.id)).toBe("NotFound");
    expect(await update({ id: channel.id, name: "x" })).toEqual({ id: channel.id });
  });
});
