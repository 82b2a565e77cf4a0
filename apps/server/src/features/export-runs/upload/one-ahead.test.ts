import { expect, test } from "vitest";
import { oneAhead } from "./one-ahead.ts";

async function* counted(made: number[], upTo: number) {
  for (let item = 1; item <= upTo; item++) {
    made.push(item);
    yield item;
  }
}

test("makes the next item while one is being worked on, and no more", async () => {
  const made: number[] = [];
  for await (const item of oneAhead(counted(made, 5), async () => undefined)) {
    await new Promise(setImmediate);
    expect(made).toHaveLength(Math.min(item + 1, 5));
  }
  expect(made).toEqual([1, 2, 3, 4, 5]);
});

test("discards the one that was made ahead where nobody takes it, and no other", async () => {
  const discarded: number[] = [];
  for await (const item of oneAhead(counted([], 5), async (left) => void discarded.push(left)))
    if (item === 2) break;
  expect(discarded).toEqual([3]);
  for await (const _ of oneAhead(counted([], 2), async (left) => void discarded.push(left)));
  expect(discarded).toEqual([3]);
});

test("what goes wrong in making an item is told when its turn comes", async () => {
  async function* failing() {
    yield 1;
    throw new Error("The database went away");
  }
  const taken: number[] = [];
  const taking = (async () => {
    for await (const item of oneAhead(failing(), async () => undefined)) {
      await new Promise(setImmediate);
      taken.push(item);
    }
  })();
  await expect(taking).rejects.toThrow("The database went away");
  expect(taken).toEqual([1]);
});
