import { describe, expect, test } from "vitest";
import { fail, ok } from "../result.ts";
import { type FakeAnswer, fakeClock, fakeTransport } from "../testing/index.ts";
import { createSendGridClient } from "./sendgrid-client.ts";
import type { HttpRequest } from "./transport.ts";

function setUp(answer: (request: HttpRequest, count: number) => FakeAnswer) {
  const transport = fakeTransport(answer);
  const client = createSendGridClient({
    transport,
    baseUrl: "https://sendgrid.test/",
    apiKey: async () => "SG.secret",
    clock: fakeClock(1_790_000_000_000),
  });
  return { client, transport, urls: () => transport.requests.map(({ method, url }) => `${method} ${url}`) };
}

const answering = (body: unknown, status = 200) => setUp(() => ({ status, body }));

describe("asking", () => {
  test("scopes", async () => {
    const { client, transport } = answering({ scopes: ["mail.send", "marketing.read"] });
    expect(await client.scopes()).toEqual(ok(["mail.send", "marketing.read"]));
    expect(transport.requests).toEqual([
      {
        method: "GET",
        url: "https://sendgrid.test/v3/scopes",
        headers: { authorization: "Bearer SG.secret", accept: "application/json" },
      },
    ]);
  });

  test("the number of contacts, and of those that are charged", async () => {
    const { client, urls } = answering({ contact_count: 4, billable_count: 6 });
    expect(await client.contactCounts()).toMatchObject(ok({ contacts: 4, billable: 6 }));
    expect(urls()).toEqual(["GET https://sendgrid.test/v3/marketing/contacts/count"]);
  });

  test("whether the account is free or paid", async () => {
    const { client, urls } = answering({ type: "free", reputation: 99.7 });
    expect(await client.account()).toEqual(ok({ type: "free" }));
    expect(urls()).toEqual(["GET https://sendgrid.test/v3/user/account"]);
  });

  test("all lists, page after page", async () => {
    const next = "https://api.sendgrid.com/v3/marketing/lists?page_size=1000&page_token=a%2Fb%3D";
    const pages = [
      { result: [{ id: "l1", name: "One", contact_count: 5 }], _metadata: { next } },
      { result: [{ id: "l2", name: "Two" }], _metadata: { self: "x" } },
    ];
    const { client, urls } = setUp((_, count) => ({ status: 200, body: pages[count - 1] }));
    expect(await client.lists()).toEqual(
      ok([
        { id: "l1", name: "One", contactCount: 5 },
        { id: "l2", name: "Two", contactCount: 0 },
      ]),
    );
    expect(urls()).toEqual([
      "GET https://sendgrid.test/v3/marketing/lists?page_size=1000",
      "GET https://sendgrid.test/v3/marketing/lists?page_size=1000&page_token=a%2Fb%3D",
    ]);
  });

  test("lists, without end where SendGrid's pages have none", async () => {
    const { client, urls } = answering({ result: [], _metadata: { next: "?page_token=again" } });
    expect(await client.lists()).toEqual(ok([]));
    expect(urls()).toHaveLength(100);
  });

  test("one list, and a new one", async () => {
    const { client, transport, urls } = answering({ id: "l1", name: "One", contact_count: 0 }, 201);
    expect(await client.list("l/1")).toEqual(ok({ id: "l1", name: "One", contactCount: 0 }));
    expect(await client.createList('One "1"')).toEqual(ok({ id: "l1", name: "One", contactCount: 0 }));
    expect(urls()).toEqual([
      "GET https://sendgrid.test/v3/marketing/lists/l%2F1",
      "POST https://sendgrid.test/v3/marketing/lists",
    ]);
    expect(transport.requests[1]?.body).toBe('{"name":"One \\"1\\""}');
  });

  test("the fields that can be written: SendGrid's own that it has, and custom ones", async () => {
    const { client } = answering({
      custom_fields: [
        { id: "e1_T", name: "tier", field_type: "Text" },
        { id: "e2_N", name: "points", field_type: "Number" },
        { id: "e3_D", name: "joined", field_type: "Date" },
      ],
      reserved_fields: [
        { id: "_rf0_T", name: "first_name", field_type: "Text" },
        { id: "_rf2_T", name: "email", field_type: "Text" },
        { id: "_rf6_T", name: "city", field_type: "Text", read_only: true },
        { id: "_rf3_T", name: "alternate_emails", field_type: "Text" },
        { id: "_rf27_T", name: "list_ids", field_type: "Text" },
        { id: "_rf21_D", name: "created_at", field_type: "Date", read_only: true },
      ],
    });
    const fields = await client.fieldDefinitions();
    expect(
      fields.ok && fields.value.map(({ id, type, custom, maxLength }) => [id, type, custom, maxLength]),
    ).toEqual([
      ["email", "text", false, 254],
      ["first_name", "text", false, 50],
      ["alternate_emails", "text-list", false, 254],
      ["e1_T", "text", true, 1_000],
      ["e2_N", "number", true, null],
      ["e3_D", "date", true, null],
    ]);
  });

  test("the id each field is mapped by in an import is SendGrid's own", async () => {
    const { client } = answering({
      custom_fields: [{ id: "e1_T", name: "email", field_type: "Text" }],
      reserved_fields: [{ id: "_rf9_T", name: "email", field_type: "Text" }],
    });
    const fields = await client.fieldDefinitions();
    expect(fields.ok && fields.value.map(({ id, definitionId }) => [id, definitionId])).toEqual([
      ["email", "_rf9_T"],
      ["e1_T", "e1_T"],
    ]);
  });

  test("the fields of an account without custom ones", async () => {
    const { client } = answering({ reserved_fields: [{ id: "_rf2_T", name: "email", field_type: "Text" }] });
    const fields = await client.fieldDefinitions();
    expect(fields.ok && fields.value.map(({ id }) => id)).toEqual(["email"]);
  });
});

describe("what can go wrong", () => {
  const errors = [{ field: null, message: "access forbidden" }];
  test.each<[number, unknown, unknown]>([
    [
      400,
      { errors: [{ message: "bad", field: "name" }, { message: "worse" }] },
      {
        code: "rejected",
        errors: [
          { field: "name", message: "bad" },
          { field: null, message: "worse" },
        ],
      },
    ],
    [422, "<html>", { code: "rejected", errors: [] }],
    [
      400,
      [{ message: "bare" }, null],
      {
        code: "rejected",
        errors: [
          { field: null, message: "bare" },
          { field: null, message: "SendGrid gave no reason." },
        ],
      },
    ],
    [401, { errors }, { code: "unauthorized" }],
    [403, { errors }, { code: "forbidden" }],
    [404, [{ message: "not found" }], { code: "not-found" }],
    [408, "", { code: "unavailable", status: 408, cause: "SendGrid timed out" }],
    [413, "<html>", { code: "too-large" }],
    [429, "", { code: "rate-limited", retryAfterMs: null }],
    [500, { errors }, { code: "unavailable", status: 500, cause: "SendGrid answered 500" }],
    [302, "", { code: "unavailable", status: 302, cause: "SendGrid answered 302" }],
    [200, "<html>", { code: "unavailable", status: 200, cause: "SendGrid's answer made no sense" }],
    [200, {}, { code: "unavailable", status: 200, cause: "SendGrid's answer made no sense" }],
    [200, "null", { code: "unavailable", status: 200, cause: "SendGrid's answer made no sense" }],
  ])("a %i with %j is named", async (status, body, failure) => {
    const { client } = answering(body, status);
    expect(await client.scopes()).toEqual(fail(failure));
  });

  test.each([
    "scopes",
    "account",
    "contactCounts",
    "lists",
    "fieldDefinitions",
    "suppressionGroups",
  ] as const)("%s: an answer that lacks what it must have is no success", async (method) => {
    const { client } = answering({});
    expect(await client[method]()).toMatchObject(fail({ code: "unavailable", status: 200 }));
  });

  test.each(["list", "createList", "upsertContacts", "job"] as const)(
    "%s: neither is it here",
    async (method) => {
      const { client } = answering({});
      expect(await client[method]("x")).toMatchObject(fail({ code: "unavailable", status: 200 }));
    },
  );

  test("no answer at all is an outage; after a cancellation it is the cancellation", async () => {
    const cancel = new AbortController();
    const { client } = setUp(() => {
      throw new Error("connect ECONNREFUSED");
    });
    expect(await client.scopes(cancel.signal)).toEqual(
      fail({ code: "unavailable", status: null, cause: "connect ECONNREFUSED" }),
    );
    cancel.abort();
    expect(await client.scopes(cancel.signal)).toEqual(fail({ code: "canceled" }));
  });

  test("the key is in no failure", async () => {
    for (const status of [400, 401, 403, 429, 500]) {
      const { client } = answering({ errors }, status);
      expect(JSON.stringify(await client.scopes())).not.toContain("secret");
    }
  });
});
