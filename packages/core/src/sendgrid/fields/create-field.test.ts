import { describe, expect, test } from "vitest";
import { fail, ok } from "../../result.ts";
import { type FakeAnswer, fakeClock, fakeTransport } from "../../testing/index.ts";
import { createSendGridClient } from "../sendgrid-client.ts";
import { createField } from "./create-field.ts";
import type { NewField } from "./fields.ts";

type Wire = { readonly id: string; readonly name: string; readonly field_type: string };
type Account = {
  /** What POST answers, in turn; then 200. `lost` makes the field and loses the answer. */
  readonly posts?: (FakeAnswer | "lost")[];
  readonly custom?: readonly Wire[];
  /** Since it was made. */
  readonly listedAfterMs?: number;
};

const RESERVED = [
  { id: "_rf2_T", name: "email", field_type: "Text" },
  { id: "_rf21_D", name: "created_at", field_type: "Date", read_only: true },
];

function anAccount({ posts = [], custom = [], listedAfterMs = 0 }: Account = {}) {
  const clock = fakeClock();
  const made: (Wire & { readonly atMs: number })[] = [];
  const transport = fakeTransport((request): FakeAnswer => {
    if (request.method === "GET") {
      const listed = made.filter(({ atMs }) => clock.now() - atMs >= listedAfterMs);
      return { status: 200, body: { reserved_fields: RESERVED, custom_fields: [...custom, ...listed] } };
    }
    const answer = posts.shift();
    if (answer !== undefined && answer !== "lost") return answer;
    const wanted = JSON.parse(request.body ?? "") as Omit<Wire, "id">;
    const field = { id: `e${made.length + 7}_X`, ...wanted, atMs: clock.now() };
    made.push(field);
    if (answer === "lost") throw new Error("the connection broke");
    return { status: 200, body: field };
  });
  const client = createSendGridClient({
    transport,
    clock,
    baseUrl: "https://x.test",
    apiKey: () => "SG.x.y",
  });
  const create = (field: NewField, signal?: AbortSignal) =>
    createField(field, client, {
      clock,
      random: () => 0.5,
      giveUpAfterMs: 30_000,
      ...(signal && { signal }),
    });
  return { clock, made, create, requests: transport.requests };
}

const points: NewField = { name: "points", type: "number" };

test.each([
  ["text", "Text", 1_000],
  ["number", "Number", null],
  ["date", "Date", null],
] as const)("makes a %s and comes back after 5 s, when it can be used", async (type, wireType, maxLength) => {
  const { create, clock, made } = anAccount();
  expect(await create({ name: "tier", type })).toMatchObject(
    ok({ id: "e7_X", name: "tier", type, custom: true, maxLength }),
  );
  expect(made).toMatchObject([{ name: "tier", field_type: wireType }]);
  expect(clock.now()).toBe(5_000);
});

test("waits on until SendGrid lists it, and says so where it does not in time", async () => {
  const slow = anAccount({ listedAfterMs: 12_000 });
  expect(await slow.create(points)).toMatchObject(ok({ name: "points" }));
  expect(slow.clock.now()).toBe(12_000);

  const never = anAccount({ listedAfterMs: 1e9 });
  expect(await never.create(points)).toMatchObject(fail({ code: "not-usable-yet", field: { id: "e7_X" } }));
  expect(never.clock.now()).toBe(30_000);
  expect(never.made).toHaveLength(1);
});

describe("a name", () => {
  const custom = [{ id: "e1_T", name: "Tier", field_type: "Text" }];
  const many = Array.from({ length: 500 }, (_, n) => ({ id: `e${n}_T`, name: `f${n}`, field_type: "Text" }));

  test.each([
    ["", "name-malformed"],
    ["1st", "name-malformed"],
    ["loyalty tier", "name-malformed"],
    ["ұпай", "name-malformed"],
    ["a".repeat(101), "name-malformed"],
    ["Email", "name-reserved"],
    ["created_at", "name-reserved"],
    ["tier", "name-taken"],
  ])("%j is refused before anything is made: %s", async (name, code) => {
    const { create, made } = anAccount({ custom });
    expect(await create({ name, type: "text" })).toEqual(fail({ code }));
    expect(made).toEqual([]);
  });

  test.each(["_", "a".repeat(100), "Tier2", "LOYALTY_TIER"])("%s will do", async (name) => {
    expect(await anAccount({ custom }).create({ name, type: "text" })).toMatchObject(ok({ name }));
  });

  test("is one too many beside 500", async () => {
    expect(await anAccount({ custom: many }).create(points)).toEqual(fail({ code: "too-many-fields" }));
    expect(await anAccount({ custom: many.slice(1) }).create(points)).toMatchObject(ok({ name: "points" }));
  });
});

test("an answer that was lost does not make the field twice", async () => {
  const { create, made } = anAccount({ posts: ["lost"] });
  expect(await create(points)).toMatchObject(ok({ id: "e7_X" }));
  expect(made).toHaveLength(1);
});

test("tries again where SendGrid was busy, and gives its words where it refuses", async () => {
  const busy = anAccount({ posts: [{ status: 503 }, { status: 429 }] });
  expect(await busy.create(points)).toMatchObject(ok({ name: "points" }));
  expect(busy.made).toHaveLength(1);

  const errors = [{ field: "name", message: "no" }];
  const refusing = anAccount({ posts: [{ status: 400, body: { errors } }] });
  expect(await refusing.create(points)).toEqual(fail({ code: "rejected", errors }));
});

test("stops when it is told to", async () => {
  const { create, made } = anAccount();
  expect(await create(points, AbortSignal.abort())).toEqual(fail({ code: "canceled" }));
  expect(made).toEqual([]);
});
