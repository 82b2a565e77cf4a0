import net from "node:net";
import tls from "node:tls";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { aMailServer, type MailServer, type MailServerOptions } from "../../testing/a-mail-server.ts";
import { LOCALHOST } from "../../testing/localhost-certificate.ts";
import { Secret } from "../secrets/secret.ts";
import { type Mail, sendMail } from "./send-mail.ts";
import type { SmtpServer } from "./smtp-server.ts";

const ADA = "ada@example.com";
const BOB = "bob@example.com";
const MAIL: Mail = {
  messageId: "4711@keruen.example.com",
  date: new Date("2026-11-24T03:12:00Z"),
  from: { name: "Keruen", address: "alerts@keruen.example.com" },
  to: [ADA, BOB],
  ...{ subject: "“Newsletter” has failed", text: "Text.", html: "<p>Text.</p>" },
};

let server: MailServer;
const open = async (options?: MailServerOptions) => {
  server = await aMailServer(options);
  return server;
};
beforeAll(() => tls.setDefaultCACertificates([...tls.getCACertificates("default"), LOCALHOST.cert]));
afterEach(async () => await server.close());

const send = (
  at: SmtpServer = server.at,
  {
    recipients = [ADA, BOB],
    timeLimitMs = 5_000,
    signal = new AbortController().signal,
    ...mail
  } = {} as Partial<Parameters<typeof sendMail>[2] & Mail>,
) => sendMail(at, { ...MAIL, ...mail }, { recipients, timeLimitMs, signal });
const passing = (code: string) => ({ reached: [], failure: { code, isFinal: false } });

describe("a mail", () => {
  test("arrives once for all, with its own id and date, text and HTML, and asks for no answer by machine", async () => {
    await open();
    expect(await send()).toEqual({ reached: [ADA, BOB], failure: null });
    expect(server.seen).toMatchObject([{ from: MAIL.from.address, to: [ADA, BOB] }]);
    const raw = server.seen[0]?.raw ?? "";
    for (const line of [
      "From: Keruen <alerts@keruen.example.com>",
      "To: ada@example.com, bob@example.com",
      "Message-ID: <4711@keruen.example.com>",
      "Date: Tue, 24 Nov 2026 03:12:00 +0000",
      "Auto-Submitted: auto-generated",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Type: text/html; charset=utf-8",
    ])
      expect(raw).toContain(`${line}\r\n`);
  });

  test("cannot be given another header by what it says", async () => {
    await open();
    await send(server.at, { subject: "Name\r\nBcc: eve@example.com\r\n\r\nBody" });
    expect(server.seen[0]?.to).toEqual([ADA, BOB]);
    expect(server.seen[0]?.raw).not.toMatch(/^(Bcc|Body)/im);
  });

  test("goes to those the server takes it for, and says whom it has not reached", async () => {
    await open();
    server.refused.set(BOB, 550);
    expect(await send()).toEqual({ reached: [ADA], failure: { code: "answered-550", isFinal: true } });
    server.refused.set(ADA, 451);
    expect(await send()).toEqual(passing("answered-451"));
    server.refused.set(ADA, 552);
    expect(await send()).toEqual({ reached: [], failure: { code: "answered-552", isFinal: true } });
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    [554, "answered-554", true],
    [451, "answered-451", false],
    ["drop", "connection-broken", false],
  ] as const)("that is answered %s at its end has reached nobody", async (answer, code, isFinal) => {
    await open();
    server.answer(answer);
    expect(await send()).toEqual({ reached: [], failure: { code, isFinal } });
    expect(server.seen).toHaveLength(1);
  });
});

describe("a mail server", () => {
  test.each(["AT_ONCE", "STARTTLS"] as const)("is spoken to with TLS: %s", async (kind) => {
    await open({ tls: kind, login: { user: "keruen@example.com", password: "p@ss/word" } });
    const login = { user: "keruen@example.com", password: new Secret("p@ss/word") };
    expect(await send({ ...server.at, login })).toMatchObject({ failure: null });
    expect(await send({ ...server.at, login: { ...login, password: new Secret("wrong") } })).toEqual(
      passing("sign-in-refused"),
    );
  });

  test("that offers no TLS, or has a certificate of nobody's, gets nothing", async () => {
    await open({ tls: "NONE" });
    expect(await send({ ...server.at, tls: "STARTTLS" })).toEqual(passing("tls-refused"));
    await server.close();
    await open({ tls: "AT_ONCE", certificate: {} }); // the one that smtp-server brings, which has expired
    expect(await send()).toEqual(passing("certificate-refused"));
    expect(server.seen).toEqual([]);
  });

  test("that is not there is told apart from one that is silent, and is not waited for", async () => {
    await open();
    await server.close();
    expect(await send()).toEqual(passing("connection-refused"));
    expect(await send({ ...server.at, host: "nowhere.invalid" })).toEqual(passing("name-unknown"));
    const silent = net.createServer(() => undefined);
    await new Promise<void>((resolve) => void silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as net.AddressInfo;
    expect(await send({ ...server.at, port }, { timeLimitMs: 200 })).toEqual(passing("too-slow"));
    const stop = new AbortController();
    const stopped = send({ ...server.at, port }, { signal: stop.signal });
    stop.abort(new Error("stopping"));
    await expect(stopped).rejects.toThrow("stopping");
    silent.close();
  });
});
