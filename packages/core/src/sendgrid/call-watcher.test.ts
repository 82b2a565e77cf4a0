import { expect, test } from "vitest";
import { type FakeAnswer, fakeTransport } from "../testing/index.ts";
import { virtualClock } from "../testing/virtual-clock.ts";
import type { CallReport } from "./call-watcher.ts";
import { createPacer } from "./pacing/pacer.ts";
import { createSendGridClient } from "./sendgrid-client.ts";
import type { HttpRequest } from "./transport.ts";

const START_MS = 1_790_000_000_000;

function setUp(answer: (request: HttpRequest, count: number) => FakeAnswer) {
  const clock = virtualClock(START_MS);
  const reports: CallReport[] = [];
  const waits: (readonly [endpoint: string, untilMs: number])[] = [];
  const transport = fakeTransport(answer);
  const client = createSendGridClient({
    transport: async (request) => {
      await clock.wait(80);
      return await transport(request);
    },
    baseUrl: "https://sendgrid.test",
    apiKey: () => "SG.secret",
    clock,
    pacer: createPacer({ clock }),
    watcher: {
      waits: (endpoint, untilMs) => void waits.push([endpoint, untilMs - START_MS]),
      ended: (report) => void reports.push(report),
    },
  });
  return { client, clock, reports, waits };
}

test("a call is told with its endpoint and its answer, without ids, query or body", async () => {
  const { client, clock, reports } = setUp(() => ({ status: 404, body: { errors: [] } }));
  void client.list("0f9e8d7c-list");
  await clock.run();
  expect(reports).toEqual([
    {
      endpoint: "GET /v3/marketing/lists/{id}",
      status: 404,
      failure: "not-found",
      sentAtMs: START_MS,
      durationMs: 80,
      waitedMs: 0,
      sentBytes: 0,
    },
  ]);
});

test("a call without an answer has no status, and the bytes of its body are counted", async () => {
  const { client, clock, reports } = setUp(() => {
    throw new Error("reset");
  });
  void client.createList("Әліпби");
  await clock.run();
  expect(reports).toMatchObject([
    { endpoint: "POST /v3/marketing/lists", status: null, failure: "unavailable", sentBytes: 23 },
  ]);
});

test("a closed window is told of with its end, by whom it refuses and by whom it keeps waiting", async () => {
  const { client, clock, reports, waits } = setUp((_, count) =>
    count === 1
      ? { status: 429, headers: { "retry-after": "30" } }
      : { status: 200, body: { scopes: [] }, headers: {} },
  );
  void client.scopes();
  await clock.run();
  void client.scopes();
  await clock.run();
  expect(waits).toEqual([
    ["GET /v3/scopes", 30_080],
    ["GET /v3/scopes", 30_080],
  ]);
  expect(reports.map(({ failure, waitedMs }) => [failure, waitedMs])).toEqual([
    ["rate-limited", 0],
    [null, 30_000],
  ]);
});

test("nobody is told of a call that was canceled before it began", async () => {
  const { client, reports } = setUp(() => ({ status: 200, body: { scopes: [] } }));
  expect(await client.scopes(AbortSignal.abort())).toEqual({ ok: false, failure: { code: "canceled" } });
  expect(reports).toEqual([]);
});
