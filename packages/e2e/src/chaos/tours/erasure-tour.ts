/**
 * People are erased one after another, while SendGrid fails at first: nobody is found any more, and every count is true.
 *
 * Reads  : an erasure's counts, and the list.
 * Writes : the simulator's faults.
 * Used by: `TOURS`.
 */
import { anExport, idOf, startRun } from "../../product/an-export.ts";
import { ask } from "../../product/ask.ts";
import { contactsOnList } from "../../product/contacts.ts";
import { somePeople } from "../../product/some-people.ts";
import { until } from "../../product/until.ts";
import { watchRun } from "../watch-run.ts";
import { aside, QUICK, type Tour, tellSimulator } from "./tour.ts";

/** One a round. */
const PEOPLE = 200;
/** For each death from where SendGrid has been asked to where it is to be asked later. */
const FAILURES = aside("delete-contacts", "end-destination", "put-off-erasure").length - 1;

export const erasureTour: Tour = {
  name: "erasure",
  points: aside(
    ...["erase-here", "begin-erasing", "note-deletion", "delete-contacts", "end-destination"],
    ...["put-off-erasure", "conclude-erasure"],
  ),
  simulator: QUICK,
  settings: {},
  async prepare(stage) {
    const { url, fleet } = stage;
    const { listId } = await stage.working(async () => {
      const made = await anExport(url, "Erased", [await somePeople(url, PEOPLE)]);
      await watchRun(url, await startRun(url, made.exportId)).ended;
      return made;
    });
    let erased = 0;
    return async () => {
      const person = `person${erased++}@example.com`;
      const fault = { kind: "status", status: 500 };
      const endpoint = "DELETE /v3/marketing/contacts";
      await tellSimulator(stage, "POST", "/faults", { endpoint, times: FAILURES, fault });
      const { erasePerson } = await ask(url, ERASE, { person });
      const id = idOf(erasePerson);
      const ended = until(async () => {
        const { erasure } = await ask(url, NOW, { id });
        return erasure.endedAt !== null && erasure;
      }, 900_000);
      return {
        ended,
        async judge() {
          const { endedAt: _, ...counts } = await ended;
          const held = await contactsOnList(fleet.sendGridUrl, listId);
          return [
            ...(JSON.stringify(counts) === JSON.stringify(COUNTS)
              ? []
              : [`it came to ${JSON.stringify(counts)}`]),
            ...(held.has(person) ? [`${person} is still on the list`] : []),
            ...(held.size === PEOPLE - erased ? [] : [`${held.size} are on the list`]),
          ];
        },
      };
    };
  },
};

/** What each erasure must come to. */
const COUNTS = {
  ...{ state: "DONE", profileCount: 1, segmentCount: 1, runCount: 1, deliveryCount: 1 },
  destinations: [{ state: "DONE", contactCount: 1 }],
};

const ERASE = `mutation ($person: String!) {
  erasePerson(person: $person) { ... on Erasure { id } ... on UserError { message } } }`;
const NOW = `query ($id: ID!) { erasure(id: $id) {
  endedAt state profileCount segmentCount runCount deliveryCount destinations { state contactCount } } }`;
