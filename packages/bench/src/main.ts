/**
 * The product's numbers: `npm run bench -- NAME` runs one bench; its last line is `NAME: key=value key=value …`.
 *
 * Reads  : the bench's name from the command line.
 * Writes : standard output.
 * Used by: people who change something that should be fast, and CI.
 */
const BENCHES: Readonly<Record<string, () => Promise<{ run(): Figures | Promise<Figures> }>>> = {
  core: () => import("./core.ts"),
  first100k: () => import("./first100k.ts"),
  first1m: () => import("./first1m.ts"),
  takeover: () => import("./takeover.ts"),
  rerun1m: () => import("./rerun1m.ts"),
  delta1m: () => import("./delta1m.ts"),
  scale10m: () => import("./scale10m.ts"),
  console10m: () => import("./console10m.ts"),
  badrow: () => import("./badrow.ts"),
  stream: () => import("./stream.ts"),
  simulator: () => import("./simulator.ts"),
};

/** The last line's values, by key. */
export type Figures = Readonly<Record<string, number | string>>;

const name = process.argv[2] ?? "";
const load = BENCHES[name];
if (load) {
  const { run } = await load();
  const figures = Object.entries(await run()).map(([key, value]) => `${key}=${value}`);
  console.log(`${name}: ${figures.join(" ")}`);
} else {
  console.error(`Usage: npm run bench -- NAME, where NAME is one of: ${Object.keys(BENCHES).join(", ")}`);
  process.exitCode = 2;
}
