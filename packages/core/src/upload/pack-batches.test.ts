import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Rejection } from "../contact/rejection.ts";
import { aReadyRow } from "../testing/index.ts";
import type { Batch } from "./batch.ts";
import { type PackOptions, UPSERT_LIMITS } from "./open-request.ts";
import { packBatches, packBatchesAsync } from "./pack-batches.ts";
import { isReady, isRejected, type Row } from "./row.ts";
import { upsertBody } from "./upsert-body.ts";

const [ada, bob, cid] = [aReadyRow("ada"), aReadyRow("bob"), aReadyRow("cid")];
const listIds = ["list-1"];
const bytesOf = (...rows: (typeof ada)[]) => new TextEncoder().encode(upsertBody(rows, listIds)).length;
const idsOf = (batches: Iterable<Batch>) =>
  [...batches].map(({ rows }) => rows.map(({ profileId }) => profileId));

const rejection: Rejection = {
  code: "email-missing",
  field: "email",
  message: "The profile has no e-mail address.",
};
const dan: Row = { profileId: "dan", rejection };
const eve: Row = { profileId: "eve", duplicateOf: "ada" };
const fay: Row = { profileId: "fay", suppression: { code: "group-unsubscribe", group: "Offers" } };

describe("packBatches", () => {
  test("fills a batch to the contact limit before it opens the next", () => {
    const limits = { maxContacts: 2, maxBytes: 1_000 };
    expect(idsOf(packBatches([ada, bob, cid], { listIds, limits }))).toEqual([["ada", "bob"], ["cid"]]);
  });

  test("weighs the whole body: two that fit exactly share a batch, one byte less parts them", () => {
    const maxBytes = bytesOf(ada, bob);
    const pack = (maxBytes: number) =>
      idsOf(packBatches([ada, bob], { listIds, limits: { maxContacts: 9, maxBytes } }));
    expect(pack(maxBytes)).toEqual([["ada", "bob"]]);
    expect(pack(maxBytes - 1)).toEqual([["ada"], ["bob"]]);
  });

  test("weighs bytes, not characters: a contact that no request could carry is rejected, the rest is packed", () => {
    const big = aReadyRow("big", { city: "é".repeat(500) }); // 500 characters, 1,000 bytes
    const [batch, ...none] = packBatches([big, ada], { listIds, limits: { maxContacts: 9, maxBytes: 900 } });
    expect(batch?.rows).toEqual([
      { profileId: "big", rejection: expect.objectContaining({ code: "contact-too-large", limit: 900 }) },
      ada,
    ]);
    expect(batch?.contacts).toEqual([ada]);
    expect(none).toEqual([]);
  });

  test("takes rows that are set aside along in their place, at no weight", () => {
    const limits = { maxContacts: 1, maxBytes: 1_000 };
    const batches = [...packBatches([dan, ada, eve, fay, bob, dan], { listIds, limits })];
    expect(idsOf(batches)).toEqual([
      ["dan", "ada", "eve", "fay"],
      ["bob", "dan"],
    ]);
    expect(batches.map(({ contacts }) => contacts)).toEqual([[ada], [bob]]);
  });

  test("ends a range of rows that are all set aside with a batch without contacts", () => {
    expect([...packBatches([dan, eve, fay], { listIds })]).toEqual([
      {
        ...{ firstProfileId: "dan", lastProfileId: "fay", rowCount: 3 },
        ...{ rows: [dan, eve, fay], contacts: [], bodyBytes: 0, files: [] },
      },
    ]);
  });

  test("makes no batch of nothing", () => {
    expect([...packBatches([], { listIds })]).toEqual([]);
  });

  test("stays below both of SendGrid's limits, the documented and the met one", () => {
    expect(UPSERT_LIMITS.maxContacts).toBe(30_000);
    expect(UPSERT_LIMITS.maxBytes).toBeLessThan(4 * 1_024 * 1_024);
  });
});

const anyRow = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.string({ unit: "grapheme", maxLength: 30 }).map((city): Row => aReadyRow("x", { city })),
  },
  { weight: 1, arbitrary: fc.constant(dan) },
  { weight: 1, arbitrary: fc.constant(eve) },
  { weight: 1, arbitrary: fc.constant(fay) },
);
const anyRows = fc
  .array(anyRow, { maxLength: 60 })
  .map((rows) => rows.map((row, index): Row => ({ ...row, profileId: String(index) })));
const anyOptions: fc.Arbitrary<Required<PackOptions>> = fc.record({
  listIds: fc.array(fc.string({ unit: "grapheme" }), { maxLength: 2 }),
  limits: fc.record({
    maxContacts: fc.integer({ min: 1, max: 8 }),
    maxBytes: fc.integer({ min: 60, max: 600 }),
  }),
  maxRows: fc.integer({ min: 1, max: 12 }),
});

describe("for any rows and any limits", () => {
  test("every row is in exactly one batch, in order; only its own weight can have it set aside", () => {
    fc.assert(
      fc.property(anyRows, anyOptions, (rows, options) => {
        const packed = [...packBatches(rows, options)].flatMap((batch) => batch.rows);
        expect(packed.map(({ profileId }) => profileId)).toEqual(rows.map(({ profileId }) => profileId));
        for (const [index, row] of rows.entries()) {
          const isTooLarge = isReady(row) && bodyBytes([row], options) > options.limits.maxBytes;
          if (isTooLarge) expect(packed[index]).toMatchObject({ rejection: { code: "contact-too-large" } });
          else expect(packed[index]).toBe(row);
        }
      }),
    );
  });

  test("no batch is empty or over a limit, and each says what its body weighs", () => {
    fc.assert(
      fc.property(anyRows, anyOptions, (rows, options) => {
        for (const batch of packBatches(rows, options)) {
          expect(batch.rows.length).toBeGreaterThan(0);
          expect(batch.rows.length).toBeLessThanOrEqual(options.maxRows);
          expect(batch.contacts).toEqual(batch.rows.filter(isReady));
          expect(batch.contacts.length).toBeLessThanOrEqual(options.limits.maxContacts);
          expect(batch.bodyBytes).toBe(batch.contacts.length === 0 ? 0 : bodyBytes(batch.contacts, options));
          expect(batch.bodyBytes).toBeLessThanOrEqual(options.limits.maxBytes);
        }
      }),
    );
  });

  test("no batch closes while the next row had room in it", () => {
    fc.assert(
      fc.property(anyRows, anyOptions, (rows, options) => {
        const batches = [...packBatches(rows, options)];
        for (const [index, { rows: next }] of batches.entries()) {
          const before = batches[index - 1];
          if (!before || !next[0]) continue;
          const isFull = before.rows.length === options.maxRows;
          const contacts = [...before.contacts, ...next.slice(0, 1).filter(isReady)];
          const isOver =
            contacts.length > options.limits.maxContacts ||
            bodyBytes(contacts, options) > options.limits.maxBytes;
          expect(isFull || (!isRejected(next[0]) && isOver)).toBe(true);
        }
      }),
    );
  });

  test("rows that arrive over time are packed the same", async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyOptions, async (rows, options) => {
        const batches: Batch[] = [];
        for await (const batch of packBatchesAsync(overTime(rows), options)) batches.push(batch);
        expect(batches).toEqual([...packBatches(rows, options)]);
      }),
    );
  });
});

function bodyBytes(rows: Parameters<typeof upsertBody>[0], { listIds }: PackOptions): number {
  return new TextEncoder().encode(upsertBody(rows, listIds)).length;
}

/** In pages of none, one, two, … rows. */
async function* overTime(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let start = 0, size = 0; start < rows.length; start += size++)
    yield await Promise.resolve(rows.slice(start, start + size));
}
