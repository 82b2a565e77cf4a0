/**
 * `npm run chaos -- kills COUNT SEED PEOPLE`, `npm run chaos -- random MINUTES SEED PEOPLE`, `npm run chaos -- points
 * TIMES AT_ONCE`: what runs must survive.
 *
 * Reads  : the command line.
 * Writes : a line for each run, what went wrong, and the figures on the last line.
 * Used by: people who change how runs are stored, taken over or mirrored.
 */
import { killWorkers } from "./kills.ts";
import { crashAtPoints } from "./points.ts";
import { randomChaos } from "./random-chaos.ts";

type Figures = Readonly<Record<string, number | string>>;
type Told = { readonly figures: Figures; readonly mistakes: readonly string[] };

const KINDS: Readonly<Record<string, (...words: (string | undefined)[]) => Promise<Told>>> = {
  kills,
  random,
  points,
};

const [kind = "", ...words] = process.argv.slice(2);
const chaos = KINDS[kind];
if (!chaos) {
  console.error(
    "Usage: npm run chaos -- kills COUNT SEED PEOPLE\n       npm run chaos -- random 30m SEED PEOPLE\n       npm run chaos -- points TIMES AT_ONCE",
  );
  process.exit(2);
}
const start = performance.now();
const { figures, mistakes } = await chaos(...words);
for (const mistake of mistakes) console.error(mistake);
const seconds = Math.round((performance.now() - start) / 1_000);
const all = Object.entries({ ...figures, mistakes: mistakes.length, seconds });
console.log(`${kind}: ${all.map(([name, figure]) => `${name}=${figure}`).join(" ")}`);
process.exitCode = mistakes.length === 0 ? 0 : 1;

async function kills(count = "200", seed = "1", people = "100000"): Promise<Told> {
  const options = { count: Number(count), seed: Number(seed), people: Number(people), report: console.log };
  const { runs, kills, killedIn, longestTakeOverMs, mistakes } = await killWorkers(options);
  const longest = (longestTakeOverMs / 1_000).toFixed(1);
  return { figures: { seed, people, runs, kills, ...killedIn, longest_take_over_s: longest }, mistakes };
}

async function random(duration = "30m", seed = "1", people = "20000"): Promise<Told> {
  const minutes = Number.parseFloat(duration);
  const options = { minutes, seed: Number(seed), people: Number(people), report: console.log };
  const { runs, troubles, mistakes } = await randomChaos(options);
  return { figures: { seed, people, runs, ...troubles }, mistakes };
}

async function points(times = "50", atOnce = "4", only = ""): Promise<Told> {
  const options = { times: Number(times), atOnce: Number(atOnce), only, report: console.log };
  const { kills, untouched, mistakes } = await crashAtPoints(options);
  for (const [point, count] of kills) if (count > 0 || !only) console.log(`${point}: ${count} kills`);
  const all = [...kills.values()].reduce((sum, count) => sum + count, 0);
  const unreached = only ? [] : untouched.map((point) => `No tour comes to ${point}`);
  return { figures: { points: kills.size, kills: all }, mistakes: [...mistakes, ...unreached] };
}
