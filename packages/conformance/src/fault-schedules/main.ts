/**
 * So many bad days: `npm run schedules -- COUNT FIRST_SEED PROFILES`. Four at a time, each with an account of its own.
 *
 * Reads  : the command line; 1000 days from seed 1 with 20,000 profiles each, where it says nothing.
 * Writes : a line for each day that ended wrong, and the sum on the last line.
 * Used by: people who change how uploads are retried, split or settled, or how leavers are removed.
 */
import { startSimulator } from "@keruen/sendgrid-simulator";
import { runSchedule, type Verdict } from "./run-schedule.ts";

const LANES = 4;
const [count = 1_000, first = 1, profiles = 20_000] = process.argv.slice(2).map(Number);

const start = performance.now();
const seeds = Array.from({ length: count }, (_, index) => first + index).values();
const verdicts = (await Promise.all(Array.from({ length: LANES }, () => lane(seeds)))).flat();

const wrong = verdicts.filter(({ mistakes }) => mistakes.length > 0);
for (const { seed, mistakes } of wrong) console.error(`seed ${seed}: ${mistakes.join(", ")}`);
const sum = (figure: Exclude<keyof Verdict, "seed" | "mistakes">) =>
  verdicts.reduce((total, verdict) => total + verdict[figure], 0);
const seconds = Math.round((performance.now() - start) / 1_000);
console.log(
  `schedules: days=${count} profiles=${profiles} wrong=${wrong.length} strikes=${sum("strikes")} calls=${sum("calls")} ` +
    `seconds=${seconds} sent_again=${sum("sentAgain")} removed=${sum("removed")} killed=${sum("killed")}`,
);
process.exitCode = wrong.length === 0 ? 0 : 1;

async function lane(mine: Iterable<number>): Promise<readonly Verdict[]> {
  const simulator = await startSimulator();
  const account = { url: simulator.url, key: simulator.keys.GOOD };
  const verdicts: Verdict[] = [];
  for (const seed of mine) verdicts.push(await verdictOf(seed, account));
  await simulator.close();
  return verdicts;
}

async function verdictOf(seed: number, account: Parameters<typeof runSchedule>[2]): Promise<Verdict> {
  try {
    return await runSchedule(seed, profiles, account);
  } catch (error) {
    return { seed, mistakes: [String(error)], strikes: 0, calls: 0, sentAgain: 0, removed: 0, killed: 0 };
  }
}
