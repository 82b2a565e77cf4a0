/**
 * Bench `console10m`: what the console asks, each again and again, in a database with 10,000,000 people and 1,000 runs.
 *
 * Reads  : a history that is made in some statements; its runs have never been.
 * Writes : nothing but that history.
 * Used by: `main.ts`. The word after the name is another number of people.
 */
import { growHistory, type Screen, screensOf } from "@keruen/server/testing";
import { ask } from "./ask.ts";
import type { Figures } from "./main.ts";
import { startProduct } from "./product.ts";

const HISTORY = { profiles: Number(process.argv[3] ?? 10_000_000), runs: 1_000 };
const TIMES = 20;

export async function run(): Promise<Figures> {
  const product = await startProduct();
  try {
    const startedAt = performance.now();
    const database = await product.connect();
    await growHistory((sql) => database.query(sql), HISTORY);
    await database.end();
    console.log(`made in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
    const paged: Timed[] = [];
    const counted: Timed[] = [];
    for (const [name, screen] of Object.entries(screensOf(HISTORY))) {
      const timed = { name, ...(await time(product.url, screen)) };
      console.log(`${name}: p99 ${timed.p99.toFixed(1)} ms, median ${timed.median.toFixed(1)} ms`);
      (screen.isTimed ? counted : paged).push(timed);
    }
    const slowest = slowestOf(paged);
    return {
      p99_ms: percentile(
        paged.flatMap(({ all }) => all),
        0.99,
      ),
      slowest: slowest.name.replaceAll(/[^a-z.]+/g, "-"),
      slowest_ms: Math.round(slowest.p99),
      preflight_ms: Math.round(slowestOf(counted).p99),
    };
  } finally {
    await product.stop();
  }
}

type Timed = {
  readonly name: string;
  readonly p99: number;
  readonly median: number;
  readonly all: readonly number[];
};

/** Once to warm up, then one after the other: what one person waits for. */
async function time(url: string, { ask: what }: Screen): Promise<Omit<Timed, "name">> {
  const all: number[] = [];
  for (let turn = 0; turn <= TIMES; turn++) {
    const startedAt = performance.now();
    await (what.startsWith("/") ? firstPage(url + what) : ask(url, what));
    if (turn > 0) all.push(performance.now() - startedAt);
  }
  return { all, p99: percentile(all, 0.99), median: percentile(all, 0.5) };
}

async function firstPage(address: string): Promise<void> {
  const { body } = await fetch(address);
  const reader = body?.getReader();
  await reader?.read();
  await reader?.cancel();
}

const slowestOf = ([first, ...rest]: readonly Timed[]): Timed =>
  rest.reduce((slowest, timed) => (timed.p99 > slowest.p99 ? timed : slowest), first!);

const percentile = (values: readonly number[], share: number): number =>
  Math.round((values.toSorted((one, other) => one - other)[Math.ceil(values.length * share) - 1] ?? 0) * 10) /
  10;
