/**
 * Checks of a list that somebody has changed by hand: however often it is begun again, a check tells the same, and changes nothing.
 *
 * Reads  : a check's counts, and the list.
 * Writes : the list, in SendGrid itself.
 * Used by: `TOURS`.
 */
import { anExport, idOf, startRun } from "../../product/an-export.ts";
import { ask } from "../../product/ask.ts";
import { contactsOnList } from "../../product/contacts.ts";
import { somePeople } from "../../product/some-people.ts";
import { until } from "../../product/until.ts";
import { watchRun } from "../watch-run.ts";
import { aside, callSendGrid, QUICK, type Tour } from "./tour.ts";

const PEOPLE = 40;
const MISSING = 3;
const STRANGERS = ["one@stranger.example", "two@stranger.example"];

/** What each check must come to. */
const COUNTS = {
  ...{ state: "SUCCEEDED", memberCount: PEOPLE - MISSING + STRANGERS.length },
  ...{ recordedCount: PEOPLE - MISSING, missingCount: MISSING },
  ...{ claimedCount: 0, foreignCount: STRANGERS.length },
};

export const driftTour: Tour = {
  name: "drift",
  points: aside(
    ...["begin-drift-check", "stage-members", "begin-comparing", "compare-range"],
    ...["conclude-drift-check", "drop-members", "drop-differences"],
  ),
  simulator: QUICK,
  settings: {},
  async prepare(stage) {
    const { url, fleet } = stage;
    const { exportId, listId } = await stage.working(async () => {
      const made = await anExport(url, "Drifting", [await somePeople(url, PEOPLE)]);
      await watchRun(url, await startRun(url, made.exportId)).ended;
      return made;
    });
    const held = async () => [...(await contactsOnList(fleet.sendGridUrl, listId)).values()];
    const gone = (await held()).slice(0, MISSING).map(({ id }) => id);
    await callSendGrid(stage, "DELETE", `/v3/marketing/lists/${listId}/contacts?contact_ids=${gone.join()}`);
    const contacts = STRANGERS.map((email) => ({ email }));
    await callSendGrid(stage, "PUT", "/v3/marketing/contacts", { list_ids: [listId], contacts });
    const isChanged = async () => {
      const ids = (await held()).map(({ id }) => id);
      return ids.length === COUNTS.memberCount && !gone.some((id) => ids.includes(id));
    };
    await until(isChanged);
    return async () => {
      const { checkDrift } = await ask(url, CHECK, { exportId });
      const id = idOf(checkDrift);
      const ended = until(async () => {
        const { driftChecks } = await ask(url, CHECKS, { exportId });
        const { node } = driftChecks.edges.find((edge: Edge) => edge.node.id === id);
        return node.endedAt !== null && node;
      }, 900_000);
      return {
        ended,
        async judge() {
          const counts = await ended;
          const isTrue = Object.entries(COUNTS).every(([name, count]) => counts[name] === count);
          return [
            ...(isTrue ? [] : [`it came to ${JSON.stringify(counts)}`]),
            ...((await isChanged()) ? [] : ["it has changed the list"]),
          ];
        },
      };
    };
  },
};

const CHECK = `mutation ($exportId: ID!) {
  checkDrift(exportId: $exportId) { ... on DriftCheck { id } ... on UserError { message } } }`;
const CHECKS = `query ($exportId: ID!) { driftChecks(exportId: $exportId) { edges { node {
  id state endedAt memberCount recordedCount missingCount claimedCount foreignCount } } } }`;
type Edge = { readonly node: { readonly id: string } };
