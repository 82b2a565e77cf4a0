import { describe, expect, test } from "vitest";
import { fail, ok } from "../result.ts";
import { collect } from "../testing/collect.ts";
import { type FakeAnswer, fakeClock, fakeTransport } from "../testing/index.ts";
import { createSendGridClient } from "./sendgrid-client.ts";
import type { SuppressionList } from "./suppressions.ts";
import type { HttpRequest } from "./transport.ts";

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

  test("of a group come all at once", async () => {
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
    expect(await collect(client.suppressions(list, patience))).toEqual([ok([])]);
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
