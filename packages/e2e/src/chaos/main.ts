/**
 * `npm run chaos -- kills COUNT SEED PEOPLE`: what the product must survive, for as long as one cares to watch.
 *
 * Reads  : the command line.
 * Writes : a line for each run, what went wrong, and the figures on the last line.
 * Used by: people who change how runs are stored, taken over or mirrored.
 */
import { killWorkers } from "./kills.ts";

const [kind, ...rest] = process.argv.slice(2);
const [count = 200, seed = 1, people = 100_000] = rest.map(Number);
if (kind !== "kills") {
  console.error("Usage: npm run chaos -- kills COUNT SEED PEOPLE");
  process.exit(2);
}
const start = performance.now();
const figures = await killWorkers({ count, seed, people, report: console.log });
for (const mistake of figures.mistakes) console.error(mistake);
const states = Object.entries(figures.killedIn).map(([state, kills]) => ` ${state.toLowerCase()}=${kills}`);
console.log(
  `kills: kills=${figures.kills} runs=${figures.runs} people=${people} seed=${seed} mistakes=${figures.mistakes.length}${states.join("")} ` +
    `longest_take_over_s=${(figures.longestTakeOverMs / 1_000).toFixed(1)} seconds=${Math.round((performance.now() - start) / 1_000)}`,
);
process.exitCode = figures.mistakes.length === 0 ? 0 : 1;
