import { describe, expect, test } from "vitest";
import { fail, ok } from "../../result.ts";
import { byteStream } from "../../testing/byte-stream.ts";
import { collect } from "../../testing/collect.ts";
import { type FakeAnswer, fakeClock, fakeTransport } from "../../testing/index.ts";
import { createSendGridClient } from "../sendgrid-client.ts";
import type { HttpRequest, Transport } from "../transport.ts";
import type { SuppressionList } from "./suppressions.ts";

function setUp(answer: (request: HttpRequest, count: number) => FakeAnswer) {
  const transport = fakeTransport(answer);
  const baseUrl = "https://sendgrid.test";
  const clock = fakeClock(0);
  const client = createSendGridClient({ transport, baseUrl, apiKey: () => "SG.secret", clock });
  const patience = { clock, random: () => 0.5, giveUpAfterMs: 60_000 };
  return { client, patience, urls: () => transport.requests.map(({ url }) => url.replace(baseUrl, "")) };
}

const answering = (body: unknown, status = 200) => setUp(() => ({ status, body }));

describe("suppressions", () => {
  test.each([
    ["unsubscribes", "/v3/suppression/unsubscribes"],
    ["bounces", "/v3/suppression/bounces"],
    ["spam-reports", "/v3/suppression/spam_reports"],
    ["invalid-emails", "/v3/suppression/invalid_emails"],
  ] as const)("%s come in lower case", async (list, path) => {
    const { client, urls } = answering([{ created: 1_443_651_141, email: "Ada@Example.com", reason: "550" }]);
    expect(await collect(client.suppressions(list))).toEqual([ok(["ada@example.com"])]);
    expect(urls()).toEqual([`${path}?limit=500&offset=0`]);
  });

  test("come page after page, each beginning inside the one before", async () => {
    const entries = Array.from({ length: 501 }, (_, index) => ({ email: `p${index}@example.com` }));
    const { client, urls } = setUp(({ url }) => {
      const offset = Number(new URL(url).searchParams.get("offset"));
      return { status: 200, body: entries.slice(offset, offset + 500) };
    });
    const pages = await collect(client.suppressions("bounces"));
    expect(pages.map((page) => page.ok && page.value.length)).toEqual([500, 21]);
    expect(urls()[1]).toBe("/v3/suppression/bounces?limit=500&offset=480");
  });

  test("of a group come in one answer", async () => {
    const { client, urls } = answering(["Ada@example.com", "bob@example.com"]);
    const pages = await collect(client.suppressions({ group: 7 }));
    expect(pages).toEqual([ok(["ada@example.com", "bob@example.com"])]);
    expect(urls()).toEqual(["/v3/asm/groups/7/suppressions"]);
  });

  const everyList: readonly SuppressionList[] = ["unsubscribes", { group: 7 }];
  test.each(everyList)("of %j that the key may not read are a failure of their own", async (list) => {
    const { client } = answering({ errors: [{ message: "access forbidden" }] }, 403);
    expect(await collect(client.suppressions(list))).toEqual([fail({ code: "suppressions-unreadable" })]);
  });

  test.each(everyList)("of %j that make no sense are no empty list", async (list) => {
    for (const body of [{}, [{ address: "ada@example.com" }], [null]]) {
      const { client } = answering(body);
      expect(await collect(client.suppressions(list))).toMatchObject([fail({ code: "unavailable" })]);
    }
  });

  test.each(everyList)("of %j are asked for again where that may help, a page at a time", async (list) => {
    const { client, urls, patience } = setUp((_, count) =>
      count === 1 ? { status: 503 } : { status: 200, body: [] },
    );
    const pages = await collect(client.suppressions(list, patience));
    expect(pages.flatMap((page): readonly unknown[] => (page.ok ? page.value : [page.failure]))).toEqual([]);
    expect(urls()).toHaveLength(2);
  });

  test("are not asked for again where it would be no use", async () => {
    const { client, urls, patience } = setUp(() => ({ status: 403 }));
    expect(await collect(client.suppressions("bounces", patience))).toEqual([
      fail({ code: "suppressions-unreadable" }),
    ]);
    expect(urls()).toHaveLength(1);
  });

  test("fail as every call does", async () => {
    const { client } = answering("", 429);
    expect(await collect(client.suppressions("bounces"))).toEqual([
      fail({ code: "rate-limited", retryAfterMs: null }),
    ]);
  });
});

describe("a group of any size", () => {
  const MANY = 200_000;
  const body = new TextEncoder().encode(
    JSON.stringify(Array.from({ length: MANY }, (_, index) => `P${index}@Example.com`)),
  );

  /** A client whose answers are streams. */
  function streaming(answer: (count: number) => ReadableStream<Uint8Array<ArrayBuffer>>) {
    const requests: HttpRequest[] = [];
    const transport: Transport = async (request) => {
      requests.push(request);
      const stream = answer(requests.length);
      return { status: 200, headers: new Headers(), text: "", stream };
    };
    const clock = fakeClock(0);
    const baseUrl = "https://sendgrid.test";
    const client = createSendGridClient({ transport, baseUrl, apiKey: () => "SG.secret", clock });
    return { client, requests, patience: { clock, random: () => 0.5, giveUpAfterMs: 60_000 } };
  }

  /** Sends so many bytes of the group, and then breaks. */
  function brokenAfter(bytes: number): ReadableStream<Uint8Array<ArrayBuffer>> {
    const reader = byteStream(body.slice(0, bytes)).getReader();
    return new ReadableStream({
      async pull(controller) {
        const { value } = await reader.read();
        if (value) controller.enqueue(value);
        else controller.error(new Error("The connection failed"));
      },
    });
  }

  test("comes in small pages, read no faster than they are taken", async () => {
    let bytesSent = 0;
    const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(piece, controller) {
        bytesSent += piece.length;
        controller.enqueue(piece);
      },
    });
    const { client, requests } = streaming(() => byteStream(body, 16_384).pipeThrough(counted));
    const seen = new Set<string>();
    let bytesTaken = 0;
    for await (const page of client.suppressions({ group: 7 })) {
      expect(page.ok && page.value.length).toBeLessThan(5_000);
      for (const address of page.ok ? page.value : []) {
        seen.add(address);
        bytesTaken += address.length + 3; // quotes and comma
      }
      expect(bytesSent - bytesTaken).toBeLessThan(200_000);
    }
    expect([seen.size, seen.has("p0@example.com"), seen.has(`p${MANY - 1}@example.com`)]).toEqual([
      ...[MANY, true, true],
    ]);
    expect(requests).toMatchObject([{ streamed: true, headers: { authorization: "Bearer SG.secret" } }]);
  });

  test("is read anew where its answer breaks off, and nobody is left out", async () => {
    const { client, requests, patience } = streaming((count) =>
      count < 3 ? brokenAfter(count * 500_000) : byteStream(body),
    );
    const seen = new Set<string>();
    for await (const page of client.suppressions({ group: 7 }, patience))
      for (const address of page.ok ? page.value : [page.failure.code]) seen.add(address);
    expect(seen.size).toBe(MANY);
    expect(requests).toHaveLength(3);
  });

  test("is a failure where its answer breaks off until time is up", async () => {
    const { client, requests, patience } = streaming(() => brokenAfter(50_000));
    const last = (await collect(client.suppressions({ group: 7 }, patience))).at(-1);
    expect(last).toEqual(fail({ code: "unavailable", status: null, cause: "The connection failed" }));
    expect(requests.length).toBeGreaterThan(2);
    expect(patience.clock.now()).toBe(60_000);
  });

  test.each([
    ["ends too soon", '["ada@example.com"', "The text ends too soon"],
    ["is no JSON", '["ada@example.com", oops]', "The text is no JSON"],
    ["is a web page", "<html></html>", "SendGrid's answer is no list of addresses"],
    ["holds more than addresses", '["ada@example.com", {}]', "SendGrid's answer is no list of addresses"],
    ["is empty", " ", "SendGrid's answer is empty"],
  ])("is a failure where its answer %s, however it is cut", async (_, text, cause) => {
    for (const pieceBytes of [1, 100]) {
      const { client } = streaming(() => byteStream(new TextEncoder().encode(text), pieceBytes));
      const pages = await collect(client.suppressions({ group: 7 }));
      expect(pages.at(-1)).toEqual(fail({ code: "unavailable", status: null, cause }));
    }
  });

  test("is let go of where its reader stops, and canceled where he is told to", async () => {
    let isLetGo = false;
    const { client, patience } = streaming(() => {
      const reader = byteStream(body).getReader();
      return new ReadableStream({
        async pull(controller) {
          const { value } = await reader.read();
          if (value) controller.enqueue(value);
        },
        cancel: () => {
          isLetGo = true;
        },
      });
    });
    for await (const page of client.suppressions({ group: 7 })) if (page.ok) break;
    expect(isLetGo).toBe(true);
    const stop = new AbortController();
    const pages: unknown[] = [];
    for await (const page of client.suppressions({ group: 7 }, { ...patience, signal: stop.signal })) {
      pages.push(page);
      stop.abort();
    }
    expect(pages.slice(1)).toEqual([fail({ code: "canceled" })]);
  });
});

describe("suppressionGroups", () => {
  test("have a number, a name and a count", async () => {
    const { client, urls } = answering([
      { id: 7, name: "Offers", description: "x", is_default: true, unsubscribes: 3 },
    ]);
    expect(await client.suppressionGroups()).toEqual(ok([{ id: 7, name: "Offers", unsubscribes: 3 }]));
    expect(urls()).toEqual(["/v3/asm/groups"]);
  });

  test("that the key may not read are a failure of their own", async () => {
    expect(await answering("", 403).client.suppressionGroups()).toEqual(
      fail({ code: "suppressions-unreadable" }),
    );
  });
});
