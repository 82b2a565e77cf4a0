import { describe, expect, test } from "vitest";
import { LiveRows } from "./live-rows.ts";
import type { PostgresPubSub } from "./postgres-pub-sub.ts";

type Row = { readonly id: string; readonly count: number; readonly isDone: boolean };

/** A table of one row, and the means to change it; what is told crosses at once. */
function aTable(first: Row) {
  let row: Row | null = first;
  let reads = 0;
  let isAway = false;
  let tell: (id: string | null) => void = () => undefined;
  const pubSub = {
    on: (_topic: string, listener: typeof tell) => {
      tell = listener;
      return () => undefined;
    },
  } as unknown as PostgresPubSub;
  const live = new LiveRows<Row>(pubSub, {
    topic: "run",
    load: async () => {
      reads += 1;
      const read = row;
      await Promise.resolve();
      if (isAway) throw new Error("away");
      return read;
    },
    isEnded: ({ isDone }) => isDone,
    changedSince: async () => {
      if (isAway) throw new Error("away");
      return row ? [row.id] : [];
    },
  });
  live.start();
  return {
    live,
    reads: () => reads,
    change(next: Partial<Row>) {
      row = row && { ...row, ...next };
      tell(first.id);
    },
    remove() {
      row = null;
      tell(first.id);
    },
    /** Nothing can be read until it is over. */
    away(is: boolean) {
      isAway = is;
    },
    missAndReconnect(next: Partial<Row>) {
      row = row && { ...row, ...next };
      tell(null);
    },
  };
}

const begun: Row = { id: "r1", count: 0, isDone: false };

describe("LiveRows", () => {
  test("begins with the row as it is, goes on with every change, and ends with the row", async () => {
    const { live, change } = aTable(begun);
    const watching = live.watch("r1");
    expect((await watching.next()).value).toEqual(begun);
    change({ count: 1 });
    expect((await watching.next()).value).toMatchObject({ count: 1 });
    change({ count: 2, isDone: true });
    expect((await watching.next()).value).toMatchObject({ count: 2 });
    expect(await watching.next()).toMatchObject({ done: true });
  });

  test("misses no change that comes while the first read is under way", async () => {
    const { live, change } = aTable(begun);
    const watching = live.watch("r1");
    const first = watching.next();
    change({ count: 7, isDone: true });
    const seen = [(await first).value, (await watching.next()).value].filter(Boolean);
    expect(seen.at(-1)).toMatchObject({ count: 7 });
  });

  test("tells what was missed while the database was away", async () => {
    const { live, missAndReconnect } = aTable(begun);
    const watching = live.watch("r1");
    await watching.next();
    missAndReconnect({ count: 9 });
    expect((await watching.next()).value).toMatchObject({ count: 9 });
    await watching.return?.();
  });

  test("tells it whoever watches all rows, too, though nobody has asked for that one", async () => {
    const { live, missAndReconnect } = aTable(begun);
    const watching = live.watchAll();
    const next = watching.next();
    missAndReconnect({ count: 9 });
    expect((await next).value).toMatchObject({ count: 9 });
    await watching.return?.();
  });

  test("tells it as soon as the database can be read again", async () => {
    const { live, missAndReconnect, away } = aTable(begun);
    const watching = live.watchAll();
    const next = watching.next();
    away(true);
    missAndReconnect({ count: 9 });
    setTimeout(() => away(false), 100);
    expect((await next).value).toMatchObject({ count: 9 });
    await watching.return?.();
  });

  test("tells all of a change that could not be read at once", async () => {
    const { live, change, away } = aTable(begun);
    const watching = live.watchAll();
    const next = watching.next();
    away(true);
    change({ count: 3 });
    setTimeout(() => away(false), 100);
    expect((await next).value).toMatchObject({ count: 3 });
    await watching.return?.();
  });

  test("reads once for all watchers, and once for a burst of changes", async () => {
    const { live, change, reads } = aTable(begun);
    const watchers = [1, 2, 3].map(() => live.watch("r1"));
    await Promise.all(watchers.map((watcher) => watcher.next()));
    const readsBefore = reads();
    for (let count = 1; count <= 50; count++) change({ count });
    const seen = await Promise.all(watchers.map((watcher) => watcher.next()));
    expect(seen.map(({ value }) => value.count)).toEqual([50, 50, 50]);
    expect(reads() - readsBefore).toBe(1);
    await Promise.all(watchers.map((watcher) => watcher.return?.()));
  });

  test("lets a watcher go at once, though nothing changes", async () => {
    const { live } = aTable(begun);
    const watching = live.watch("r1");
    await watching.next();
    const waiting = watching.next();
    await watching.return?.();
    expect(await waiting).toMatchObject({ done: true });
  });

  test("ends when the row is gone", async () => {
    const { live, remove } = aTable(begun);
    const watching = live.watch("r1");
    await watching.next();
    remove();
    expect(await watching.next()).toMatchObject({ done: true });
  });
});
