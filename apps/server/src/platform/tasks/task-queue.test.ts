import { once } from "node:events";
import { startFaultProxy } from "@keruen/fault-proxy";
import { DataSource } from "typeorm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { aDatabase } from "../../testing/test-database.ts";
import { Vigil } from "../database/vigil.ts";
import { createLogger } from "../logging/logger.ts";
import { defineTask, type TaskHandler, type TaskPlace, type TaskShare } from "./task.ts";
import { TaskQueue } from "./task-queue.ts";

type Errand = { readonly name: string; readonly list: string; readonly owner: string };

let database: Awaited<ReturnType<typeof aDatabase>>;
let dataSource: DataSource;
let running: TaskQueue[] = [];
let taskNumber = 0;
beforeAll(async () => {
  database = await aDatabase();
  dataSource = await new DataSource({ type: "postgres", url: database.url }).initialize();
});
afterEach(async () => {
  await Promise.all(running.map((queue) => queue.stop()));
  running = [];
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** A task of its own for each test, so that nobody works on another's. */
const aTask = () =>
  defineTask<Errand>({
    name: `errand-${++taskNumber}`,
    payload: z.object({ name: z.string(), list: z.string(), owner: z.string() }),
    key: ({ list }) => list,
    group: ({ owner }) => owner,
  });

/** One process's queue. */
async function aQueue(
  task: ReturnType<typeof aTask>,
  handler: TaskHandler<Errand>,
  share: TaskShare = { atOnce: 4 },
  isWorker = true,
): Promise<TaskQueue> {
  const queue = new TaskQueue(database.url, createLogger("silent"));
  queue.work(task, share, handler);
  running.push(queue);
  await queue.start({ isWorker });
  return queue;
}

const enqueue = (
  queue: TaskQueue,
  task: ReturnType<typeof aTask>,
  errand: Partial<Errand>,
  place?: TaskPlace,
) => {
  const whole = { name: "one", list: errand.name ?? "one", owner: "ada", ...errand };
  return dataSource.transaction((db) => queue.enqueue(task, whole, db, place));
};

/** Errands that go on until they are let go, and who is on the way. */
function longErrands() {
  const begun: string[] = [];
  const waiting = new Map<string, () => void>();
  const changes = new EventTarget();
  const handler: TaskHandler<Errand> = async ({ name }, { signal }) => {
    begun.push(name);
    const ended = new Promise<void>((resolve) => waiting.set(name, resolve));
    changes.dispatchEvent(new Event("change"));
    await Promise.race([ended, once(signal, "abort")]);
    signal.throwIfAborted();
  };
  const isTrue = async (condition: () => boolean) => {
    while (!condition()) await once(changes, "change");
  };
  return { begun, handler, isTrue, letGo: (name: string) => waiting.get(name)?.() };
}

describe("TaskQueue", () => {
  test("two tasks of one key never run at the same time, on any number of processes", async () => {
    const task = aTask();
    const active = new Map<string, number>();
    let most = 0;
    let done = 0;
    const changes = new EventTarget();
    const handler: TaskHandler<Errand> = async ({ list }) => {
      active.set(list, (active.get(list) ?? 0) + 1);
      most = Math.max(most, ...active.values());
      await dataSource.query("select pg_sleep(0.02)");
      active.set(list, active.get(list)! - 1);
      done += 1;
      changes.dispatchEvent(new Event("done"));
    };
    const queues = await Promise.all([1, 2, 3].map(() => aQueue(task, handler)));
    for (let number = 0; number < 12; number++)
      await enqueue(queues[number % 3]!, task, { name: `${number}`, list: `list ${number % 2}` });
    while (done < 12) await once(changes, "done");
    expect(most).toBe(1);
  });

  test("a process that stops hands its tasks to the next at once", async () => {
    const task = aTask();
    const here = longErrands();
    const there = longErrands();
    const stopping = await aQueue(task, here.handler);
    await enqueue(stopping, task, { name: "long" });
    await here.isTrue(() => here.begun.length === 1);
    await aQueue(task, there.handler);
    const stoppedAt = performance.now();
    await stopping.stop();
    await there.isTrue(() => there.begun.length === 1);
    expect(performance.now() - stoppedAt).toBeLessThan(5_000); // a process that is only silent is waited for twice as long
    there.letGo("long");
  });

  test("a task that failed is tried again, later each time, and keeps nobody else waiting", async () => {
    const task = aTask();
    const seen: { name: string; atMs: number }[] = [];
    const changes = new EventTarget();
    const queue = await aQueue(
      task,
      async ({ name }) => {
        seen.push({ name, atMs: performance.now() });
        changes.dispatchEvent(new Event("seen"));
        if (name === "broken" && seen.filter((errand) => errand.name === name).length < 3)
          throw new Error("not yet");
      },
      { atOnce: 1 },
    );
    await enqueue(queue, task, { name: "broken" });
    await enqueue(queue, task, { name: "sound" });
    while (seen.filter(({ name }) => name === "broken").length < 3) await once(changes, "seen");
    const tries = seen.filter(({ name }) => name === "broken").map(({ atMs }) => atMs);
    expect(tries[1]! - tries[0]!).toBeGreaterThan(1_000);
    expect(tries[2]! - tries[1]!).toBeGreaterThan(2_000);
    expect(seen.filter(({ name }) => name === "sound")).toHaveLength(1);
    expect(seen.at(-1)?.name).toBe("broken");
  });

  test("goes on where its connections are dead without a word", async () => {
    const { hostname, port } = new URL(database.url);
    const proxy = await startFaultProxy({ host: hostname, port: Number(port) });
    const url = Object.assign(new URL(database.url), { port: proxy.port }).href;
    const vigil = new Vigil(url, { everyMs: 100, overdueAfterMs: 500, withinMs: 300 });
    const queue = new TaskQueue(url, createLogger("silent"), vigil);
    const task = aTask();
    const { begun, handler, isTrue, letGo } = longErrands();
    queue.work(task, { atOnce: 4 }, handler);
    await queue.start({ isWorker: true });
    try {
      await enqueue(queue, task, { name: "before" });
      await isTrue(() => begun.length === 1);
      letGo("before");
      proxy.silence();
      await enqueue(queue, task, { name: "after" });
      await isTrue(() => begun.length === 2);
      letGo("after");
    } finally {
      proxy.reset();
      await queue.stop();
      await proxy.close();
    }
  });

  test("nobody's twenty tasks keep another's one waiting", async () => {
    const task = aTask();
    const { begun, handler, isTrue, letGo } = longErrands();
    const asking = await aQueue(task, handler, { atOnce: 4 }, false);
    for (let number = 0; number < 20; number++)
      await enqueue(asking, task, { name: `ada ${number}` }, { behind: number + 1 });
    await aQueue(task, handler, { atOnce: 4, ofGroup: 2 });
    await isTrue(() => begun.length === 2);
    await enqueue(asking, task, { name: "bob", owner: "bob" });
    await enqueue(asking, task, { name: "eve", owner: "eve" });
    await isTrue(() => begun.length === 4);
    expect(begun.map((name) => name.slice(0, 3)).toSorted()).toEqual(["ada", "ada", "bob", "eve"]);

    await enqueue(asking, task, { name: "zoe", owner: "zoe" });
    letGo(begun.find((name) => name.startsWith("ada"))!);
    await isTrue(() => begun.length === 5);
    expect(begun[4]).toBe("zoe"); // though eighteen have waited longer
  });
});
