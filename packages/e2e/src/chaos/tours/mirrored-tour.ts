/**
 * Runs that mirror, each taking a third of all off the list and adding another; before them one that nobody disturbs.
 *
 * Reads  : nothing.
 * Writes : an export that changes from run to run.
 * Used by: tours.
 */
import { ask } from "../../product/ask.ts";
import { aMirroredExport, type MirroredExport, type Turn, turnAfter } from "../mirrored-export.ts";
import { seeded } from "../seeded.ts";
import type { Stage } from "../stage.ts";
import { watchRun } from "../watch-run.ts";
import type { Carried } from "./tour.ts";

export type Mirroring = {
  readonly mirrored: MirroredExport;
  /** Whose turn it was last. */
  now(): Turn;
  /** Changes who is in the export, without running it. @returns whose turn it is. */
  change(): Promise<Turn>;
  /** Changes who is in it, and starts a run. */
  begin(): Promise<Carried>;
  /** The run of a turn, from now on. */
  follow(turn: Turn, runId: string): Carried;
};

/** @param maxRemovalShare - from which on its runs ask somebody. */
export async function mirroredRuns(stage: Stage, people: number, maxRemovalShare = 1): Promise<Mirroring> {
  const { url, fleet } = stage;
  const random = seeded(1);
  let turn: Turn = { side: "south", lastName: "run 0" };
  let turns = 0;
  const next = () => {
    turn = turnAfter(turn, `run ${++turns}`, random);
    return turn;
  };
  const follow = (ofRun: Turn, runId: string): Carried => {
    const run = watchRun(url, runId);
    return {
      ended: run.ended,
      judge: async () => [...run.mistakes(), ...(await mirrored.mistakesOf(ofRun, runId))],
    };
  };
  const begin = async () => {
    const ofRun = next();
    return follow(ofRun, await mirrored.start(ofRun));
  };
  const mirrored = await stage.working(async () => {
    const made = await aMirroredExport(url, fleet.sendGridUrl, people, maxRemovalShare);
    const first = next();
    const carried = watchRun(url, await made.start(first));
    await carried.ended;
    return made;
  });
  return {
    mirrored,
    now: () => turn,
    async change() {
      const ofRun = next();
      await mirrored.change(ofRun);
      return ofRun;
    },
    begin,
    follow,
  };
}

/** Every run of the export there is, the newest first. */
export async function runsOf(
  url: string,
  exportId: string,
): Promise<readonly { id: string; state: string }[]> {
  const { runs } = await ask(
    url,
    "query ($id: ID!) { runs(exportId: $id, first: 100) { edges { node { id state } } } }",
    { id: exportId },
  );
  return runs.edges.map(({ node }: { node: { id: string; state: string } }) => node);
}
