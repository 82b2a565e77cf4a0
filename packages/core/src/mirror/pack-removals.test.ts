import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collect } from "../testing/collect.ts";
import { MAX_REQUEST_LINE_BYTES, packRemovals, requestLine } from "./pack-removals.ts";

const LIST = "3f2a1c9e-0000-4000-8000-000000000000";
const uuids = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    contactId: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
  }));
const lineOf = (group: readonly { contactId: string }[]) =>
  requestLine(
    LIST,
    group.map(({ contactId }) => contactId),
  );

describe("packRemovals", () => {
  test("puts about 200 ids into one line, and not one more would fit", async () => {
    const [first = [], second = []] = await collect(packRemovals(uuids(300), LIST));
    expect([first.length, second.length]).toEqual([207, 93]);
    expect(lineOf(first).length).toBeLessThanOrEqual(MAX_REQUEST_LINE_BYTES);
    expect(lineOf([...first, ...second.slice(0, 1)]).length).toBeGreaterThan(MAX_REQUEST_LINE_BYTES);
  });

  test("counts to the byte: ids that fit exactly share a line, one byte less parts them", async () => {
    const pair = uuids(2);
    const exact = lineOf(pair).length;
    expect(await collect(packRemovals(pair, LIST, exact))).toEqual([pair]);
    expect(await collect(packRemovals(pair, LIST, exact - 1))).toHaveLength(2);
  });

  test("sends every id once, in order, in full groups of lines within the limit", async () => {
    const contacts = fc.array(
      fc
        .string({ unit: fc.constantFrom("a", "9", "-", "é", "/"), minLength: 1, maxLength: 12 })
        .map((contactId) => ({
          contactId,
        })),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(contacts, fc.integer({ min: 200, max: 500 }), async (all, maxBytes) => {
        const groups = await collect(packRemovals(all, LIST, maxBytes));
        expect(groups.flat()).toEqual(all);
        for (const [index, group] of groups.entries()) {
          expect(new TextEncoder().encode(lineOf(group)).length).toBeLessThanOrEqual(maxBytes);
          const next = groups[index + 1]?.slice(0, 1);
          if (next) expect(lineOf([...group, ...next]).length).toBeGreaterThan(maxBytes);
        }
      }),
    );
  });

  test("asks for nothing where nobody leaves", async () => {
    expect(await collect(packRemovals([], LIST))).toEqual([]);
  });
});
