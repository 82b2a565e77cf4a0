/**
 * Every named crash point, so many times: a worker dies at it, another one goes on, and nobody is lost.
 *
 * Reads  : the names, of the server's build.
 * Writes : fleets of its own, some at a time.
 * Used by: `npm run chaos -- points`, and once each among the tests.
 */
import { at } from "../product/start-server.ts";
import { Stage } from "./stage.ts";
import type { Tour } from "./tours/tour.ts";
import { TOURS } from "./tours/tours.ts";

export type PointsOptions = {
  readonly times: number;
  /** How many tours are under way at once. */
  readonly atOnce: number;
  /** Those of a name that begins so. */
  readonly only?: string;
  readonly report?: (line: string) => void;
};

export type PointsFigures = {
  /** By point, how often a process has died there. */
  readonly kills: ReadonlyMap<string, number>;
  /** That no tour comes to. */
  readonly untouched: readonly string[];
  readonly mistakes: readonly string[];
};

export async function crashAtPoints(options: PointsOptions): Promise<PointsFigures> {
  const { CRASH_POINTS } = await import(at("apps/server/dist/platform/crash-points/crash-points.js"));
  const kills = new Map<string, number>((CRASH_POINTS as string[]).map((point) => [point, 0]));
  const mistakes: string[] = [];
  const left = TOURS.filter(({ name }) => name.startsWith(options.only ?? ""));
  const one = async () => {
    for (let tour = left.shift(); tour; tour = left.shift()) {
      const walked = await walk(tour, options);
      mistakes.push(...walked.mistakes);
      for (const [point, times] of walked.kills) kills.set(point, (kills.get(point) ?? 0) + times);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, one));
  const untouched = [...kills].filter(([, times]) => times === 0).map(([point]) => point);
  return { kills, untouched, mistakes };
}

async function walk(tour: Tour, { times, report }: PointsOptions): Promise<Omit<PointsFigures, "untouched">> {
  const { name, points, simulator, settings } = tour;
  const stage = await Stage.open(simulator, settings);
  const mistakes: string[] = [];
  let round = 1;
  try {
    const begin = await tour.prepare(stage);
    for (; round <= times; round += 1) {
      const { ended, judge } = await begin();
      const found: string[] = [];
      for (const point of points)
        if (!(await stage.dieAt(point, ended))) found.push(`nobody came to ${point}`);
      await stage.working(() => ended);
      found.push(...(await judge()));
      mistakes.push(...found.map((mistake) => `${name} ${round}: ${mistake}`));
      const kills = [...stage.kills.values()].reduce((sum, count) => sum + count, 0);
      report?.(`${name}: ${round} rounds, ${kills} kills, ${mistakes.length} mistakes`);
    }
  } catch (error) {
    mistakes.push(`${name} ${round}: broke off, ${error}`);
  } finally {
    await stage.close();
  }
  return { kills: stage.kills, mistakes };
}
