/**
 * Whoever asks is answered by a process that dies beside it: what was asked for has come about once, or not at all.
 *
 * Reads  : runs, refreshes.
 * Writes : the same, through GraphQL.
 * Used by: `TOURS`.
 */
import { runNow } from "../../product/an-export.ts";
import { ask } from "../../product/ask.ts";
import { until } from "../../product/until.ts";
import { mirroredRuns, runsOf } from "./mirrored-tour.ts";
import { aside, QUICK, type Tour } from "./tour.ts";

/** Of fewer no share is taken for large. */
const PEOPLE = 240;

export const askedTour: Tour = {
  name: "asked",
  points: [],
  simulator: QUICK,
  settings: {},
  async prepare(stage) {
    const { url } = stage;
    const { mirrored, change, follow } = await mirroredRuns(stage, PEOPLE, 0);
    const id = mirrored.exportId;
    const newest = async () => (await runsOf(url, id))[0]!;
    return async () => {
      const turn = await change();
      const mistakes: string[] = [];
      const asked = async (
        point: string,
        document: string,
        variables: object,
        hasComeAbout: () => Promise<boolean>,
      ) => {
        if (!(await stage.dieAsked(point, document, variables))) mistakes.push(`nobody came to ${point}`);
        if ((await hasComeAbout()) !== point.startsWith("after"))
          mistakes.push(`${point} has come about the wrong way`);
      };
      const runsBefore = (await runsOf(url, id)).length;
      const isStarted = async () => (await runsOf(url, id)).length === runsBefore + 1;
      for (const point of aside("start-run")) await asked(point, START, { id }, isStarted);
      const { id: runId } = await newest();
      await stage.working(() => until(async () => (await newest()).state === "AWAITING_APPROVAL"));
      const isApproved = async () => (await newest()).state !== "AWAITING_APPROVAL";
      for (const point of aside("approve-run")) await asked(point, APPROVE, { id: runId }, isApproved);
      const approved = follow(turn, runId);
      await stage.working(() => approved.ended);
      mistakes.push(...(await approved.judge()));

      await ask(url, START, { id }); // for the same turn: the next one is to take people off who are on the list
      const canceled = (await newest()).id;
      const isCanceled = async () => (await runNow(url, canceled)).state === "CANCELED";
      for (const point of aside("cancel-run")) await asked(point, CANCEL, { id: canceled }, isCanceled);

      const refreshes = async () => (await ask(url, REFRESHES)).refreshes.edges;
      const refreshesBefore = (await refreshes()).length;
      const isRefreshing = async () => (await refreshes()).length === refreshesBefore + 1;
      for (const point of aside("start-refresh")) await asked(point, REFRESH, {}, isRefreshing);
      await stage.working(() => until(async () => (await refreshes())[0].node.state !== "RUNNING"));
      return { ended: Promise.resolve(), judge: async () => mistakes };
    };
  },
};

const START = "mutation ($id: ID!) { startExport(exportId: $id) { __typename } }";
const APPROVE = "mutation ($id: ID!) { approveRun(runId: $id) { __typename } }";
const CANCEL = "mutation ($id: ID!) { cancelRun(runId: $id) { __typename } }";
const REFRESH = "mutation { startRefresh { __typename } }";
const REFRESHES = "{ refreshes(first: 100) { edges { node { id state } } } }";
