import { describe, expect, test } from "vitest";
import { ok } from "../result.ts";
import type { RefusedContact } from "../sendgrid/files/errors-file.ts";
import { createSendGridClient } from "../sendgrid/sendgrid-client.ts";
import type { HttpRequest, HttpResponse } from "../sendgrid/transport.ts";
import { byteStream } from "../testing/byte-stream.ts";
import { type FakeAnswer, fakeClock, fakeTransport } from "../testing/index.ts";
import { readRefused } from "./read-refused.ts";

const ERRORS_URL = "https://files.test/errors.csv?X-Amz-Signature=s";
const errored = { errorsUrl: ERRORS_URL };
const csv = 'email,error\r\nada@example.com,"date, malformed"\r\n';
const ada = { email: "ada@example.com", code: "refused-by-sendgrid", message: "date, malformed" };

function setUp(transport: (request: HttpRequest) => Promise<HttpResponse>) {
  const clock = fakeClock();
  const client = createSendGridClient({
    transport,
    baseUrl: "https://sendgrid.test",
    apiKey: () => "key",
    clock,
  });
  const taken: RefusedContact[] = [];
  const take = async (page: readonly RefusedContact[]) => void taken.push(...page);
  return { taken, take, options: { client, clock, random: () => 0.5, giveUpAfterMs: 60_000 } };
}

const aJob = (errors_url: string): FakeAnswer => ({
  status: 200,
  body: { status: "errored", results: { errored_count: 1, errors_url } },
});

describe("readRefused", () => {
  test("reads whom the job refused, and does not show the key to the file's host", async () => {
    const transport = fakeTransport(() => ({ status: 200, body: csv }));
    const { taken, take, options } = setUp(transport);
    expect(await readRefused("j1", errored, take, options)).toEqual(ok({ named: 1 }));
    expect(taken).toEqual([ada]);
    expect(transport.requests).toEqual([{ method: "GET", url: ERRORS_URL, headers: {}, streamed: true }]);
  });

  test("asks nobody about a job that refused nobody", async () => {
    const transport = fakeTransport(() => ({ status: 500 }));
    const { take, options } = setUp(transport);
    expect(await readRefused("j1", { errorsUrl: null }, take, options)).toEqual(ok({ named: 0 }));
    expect(transport.requests).toEqual([]);
  });

  test("an errors file that cannot be had is a failure, never an empty list", async () => {
    const { take, options } = setUp(
      fakeTransport(({ url }) => (url === ERRORS_URL ? { status: 403, body: "<Error/>" } : aJob(ERRORS_URL))),
    );
    expect(await readRefused("j1", errored, take, { ...options, giveUpAfterMs: 1_000 })).toMatchObject({
      ok: false,
      failure: { code: "unavailable" }, // an address may have expired: that says nothing of the key
    });
  });

  test("asks the job for a new address where that of its errors file has expired", async () => {
    const renewed = `${ERRORS_URL}-2`;
    const { taken, take, options } = setUp(
      fakeTransport(({ url }) => {
        if (url === ERRORS_URL) return { status: 403, body: "<Error>expired</Error>" };
        return url === renewed ? { status: 200, body: csv } : aJob(renewed);
      }),
    );
    expect(await readRefused("j1", errored, take, options)).toEqual(ok({ named: 1 }));
    expect(taken).toEqual([ada]);
  });

  test("reads a file that broke off from its beginning, and hands all of it on", async () => {
    const lines = Array.from({ length: 3_000 }, (_, index) => `p${index}@example.com,bad\n`).join("");
    const bytes = new TextEncoder().encode(`email,error\n${lines}`);
    let files = 0;
    const { taken, take, options } = setUp(async ({ url }) => {
      const headers = new Headers();
      if (url !== ERRORS_URL) return { status: 200, headers, text: JSON.stringify(aJob(ERRORS_URL).body) };
      files += 1;
      const whole = byteStream(bytes, 20_000);
      return { status: 200, headers, text: "", stream: files === 1 ? breakingAfter(3, whole) : whole };
    });
    expect(await readRefused("j1", errored, take, options)).toEqual(ok({ named: 3_000 }));
    expect(new Set(taken.map(({ email }) => email)).size).toBe(3_000);
    expect(taken.length).toBeGreaterThan(3_000); // some twice, for the first file had been taken in part
  });
});

function breakingAfter(pieces: number, stream: NonNullable<HttpResponse["stream"]>) {
  let count = 0;
  return stream.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(piece, controller) {
        if (++count > pieces) controller.error(new Error("The line is cut"));
        else controller.enqueue(piece);
      },
    }),
  );
}
