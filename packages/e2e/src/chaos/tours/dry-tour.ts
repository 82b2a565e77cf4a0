/**
 * Dry runs that nobody lets end in peace. What they tell is what a run would do, and the list stays as it is.
 *
 * Reads  : the plan of a run.
 * Writes : nothing but the export that it is about.
 * Used by: `TOURS`.
 */
import { idOf } from "../../product/an-export.ts";
import { ask } from "../../product/ask.ts";
import { contactsOnList } from "../../product/contacts.ts";
import { judgeList } from "../judge.ts";
import type { Turn } from "../mirrored-export.ts";
import { fatesOf } from "../population.ts";
import { watchRun } from "../watch-run.ts";
import { mirroredRuns } from "./mirrored-tour.ts";
import { aside, QUICK, type Tour } from "./tour.ts";

const PEOPLE = 90;

export const dryTour: Tour = {
  name: "dry",
  points: aside("plan-changes", "plan-removals", "store-plan"),
  simulator: QUICK,
  settings: {},
  async prepare(stage) {
    const { mirrored, now, change } = await mirroredRuns(stage, PEOPLE);
    const before = now();
    return async () => {
      const after = await change();
      const { startExport } = await ask(stage.url, START, { id: mirrored.exportId });
      const runId = idOf(startExport);
      const run = watchRun(stage.url, runId);
      return {
        ended: run.ended,
        async judge() {
          const { run: told } = await ask(stage.url, PLAN, { id: runId });
          const held = await contactsOnList(stage.fleet.sendGridUrl, mirrored.listId);
          const plan = JSON.stringify(told.plan);
          const right = JSON.stringify(planOf(before, after));
          return [
            ...(told.state === "SUCCEEDED" ? [] : [`it ended as ${told.state}`]),
            ...(plan === right ? [] : [`it plans ${plan}, and should ${right}`]),
            ...judgeList(fatesOf(PEOPLE, before.side), before.lastName, held),
          ];
        },
      };
    };
  },
};

const START = `mutation ($id: ID!) {
  startExport(exportId: $id, dryRun: true) { ... on Run { id } ... on UserError { message } } }`;
const PLAN = "query ($id: ID!) { run(id: $id) { state plan { toAdd toChange toRemove } } }";

/** By address: who is on the list stands there with it. */
function planOf(before: Turn, after: Turn) {
  const there = addressesOf(before);
  const wanted = addressesOf(after);
  const both = [...wanted].filter((address) => there.has(address)).length;
  return {
    toAdd: wanted.size - both,
    toChange: before.lastName === after.lastName ? 0 : both,
    toRemove: there.size - both,
  };
}

const addressesOf = ({ side }: Turn): ReadonlySet<string> =>
  new Set([...fatesOf(PEOPLE, side).values()].flatMap((fate) => ("email" in fate ? [fate.email] : [])));
