import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fail, ok } from "../../result.ts";
import { collect } from "../../testing/collect.ts";
import { type Page, readOverlapping } from "./read-overlapping.ts";

const people = (count: number, prefix = "p") =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

/** Reads a list to which something happens after each page. */
async function readAll(list: string[], between: (reads: number) => void = () => undefined) {
  const asked: Page[] = [];
  const pages = await collect(
    readOverlapping(async (page) => {
      asked.push(page);
      const found = list.slice(page.offset, page.offset + page.limit);
      between(asked.length);
      return ok(found);
    }),
  );
  return { asked, pages, seen: new Set(pages.flatMap((page) => (page.ok ? page.value : []))) };
}

test.each([0, 1, 499, 500, 501, 980, 981, 1_500])("a list of %i is read whole", async (count) => {
  const { seen } = await readAll(people(count));
  expect([...seen]).toEqual(people(count));
});

test("a page that is not full is the last: nothing is asked twice", async () => {
  expect((await readAll(people(499))).asked).toEqual([{ offset: 0, limit: 500 }]);
  expect((await readAll(people(501))).asked.map(({ offset }) => offset)).toEqual([0, 480]);
});

test("whoever stays on the list is seen, whoever else leaves it or joins it meanwhile", async () => {
  const change = fc.record({
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    leave: fc.nat({ max: 900 }),
    join: fc.nat({ max: 30 }),
    joinInFront: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 3_000 }), fc.array(change, { maxLength: 6 }), async (count, changes) => {
      const list = people(count);
      const { pages, seen } = await readAll(list, (reads) => {
        const happens = changes[reads - 1];
        if (!happens) return;
        list.splice(Math.floor(happens.from * list.length), happens.leave);
        const joining = people(happens.join, `new${reads}-`);
        if (happens.joinInFront) list.unshift(...joining);
        else list.push(...joining);
      });
      const stayed = list.filter((person) => person.startsWith("p"));
      expect(pages.every((page) => page.ok)).toBe(true);
      expect(stayed.filter((person) => !seen.has(person))).toEqual([]);
    }),
  );
});

test("a list without order, and one that ignores the offset, end in a failure", async () => {
  let asked = 0;
  const shuffled = await collect(readOverlapping(async () => ok(people(500, `${asked++}-`))));
  const endless = await collect(readOverlapping(async () => ok(people(500))));
  for (const pages of [shuffled, endless])
    expect(pages.at(-1)).toMatchObject(fail({ code: "unavailable", status: null }));
  expect(endless.length).toBeLessThan(110);
});

test("a failure is the last element", async () => {
  let asked = 0;
  const pages = await collect(
    readOverlapping(async () => (asked++ === 0 ? ok(people(500)) : fail({ code: "unauthorized" as const }))),
  );
  expect(pages).toEqual([ok(people(500)), fail({ code: "unauthorized" })]);
});
