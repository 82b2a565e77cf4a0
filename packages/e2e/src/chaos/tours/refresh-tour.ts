/**
 * Refreshes that nobody lets end in peace: sources, segments, and a run that mirrors.
 *
 * Reads  : the refresh, its steps and their runs.
 * Writes : nothing but the export that it is about.
 * Used by: `TOURS`.
 */
import { idOf } from "../../product/an-export.ts";
import { ask } from "../../product/ask.ts";
import { until } from "../../product/until.ts";
import { mirroredRuns, runsOf } from "./mirrored-tour.ts";
import { aside, QUICK, type Tour } from "./tour.ts";

const PEOPLE = 90;

export const refreshTour: Tour = {
  name: "refresh",
  points: aside(
    ...["begin-step", "rebuild-segment", "end-step", "start-follower", "follow-runs", "conclude-refresh"],
  ),
  simulator: QUICK,
  settings: {},
  async prepare(stage) {
    const { url } = stage;
    const { mirrored, change, follow } = await mirroredRuns(stage, PEOPLE);
    return async () => {
      const turn = await change();
      const runsBefore = (await runsOf(url, mirrored.exportId)).length;
      const { startRefresh } = await ask(url, START);
      const refreshId = idOf(startRefresh);
      const ended = until(async () => {
        const { refresh } = await ask(url, REFRESH, { id: refreshId });
        return refresh.state !== "RUNNING" && refresh;
      }, 900_000);
      return {
        ended,
        async judge() {
          const { state, steps } = await ended;
          const runs = await runsOf(url, mirrored.exportId);
          const run = follow(turn, runs[0]!.id);
          await run.ended;
          return [
            ...(state === "SUCCEEDED" ? [] : [`it ended as ${state}`]),
            ...steps.flatMap((step: { subjectName: string; state: string }) =>
              step.state === "SUCCEEDED" ? [] : [`${step.subjectName} ended as ${step.state}`],
            ),
            ...(runs.length === runsBefore + 1 ? [] : [`it started ${runs.length - runsBefore} runs`]),
            ...(await run.judge()),
          ];
        },
      };
    };
  },
};

const START = "mutation { startRefresh { ... on Refresh { id } ... on UserError { message } } }";
const REFRESH = "query ($id: ID!) { refresh(id: $id) { state steps { subjectName state } } }";
