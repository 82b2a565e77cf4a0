import { expect, test } from "@playwright/test";
import { aDestination, aList, runNow, saveExport, startRun } from "./product/an-export.ts";
import { contactsOnList } from "./product/contacts.ts";
import { type Fleet, startFleet } from "./product/fleet.ts";
import { twoSegments } from "./product/two-segments.ts";
import { until } from "./product/until.ts";
import { type WatchedSendGrid, type Writing, watchSendGrid } from "./product/watched-sendgrid.ts";

const PEOPLE = 150;
/** So few that runs must wait for each other: four upserts and four looks at jobs for each key in a window. */
const SCARCE = { windowMs: 2_000, contacts: 4, others: 20 };

type Account = { readonly apiKey: string; readonly subuser: string | undefined };
type SavedExport = { readonly id: string; readonly listId: string; readonly subuser: string | undefined };

let fleet: Fleet;
let sendGrid: WatchedSendGrid;
test.beforeEach(async () => {
  fleet = await startFleet(
    { LATENCY_MS: "100", JOB_DELAY_MS: "300", RATE_LIMITS: "none" },
    {
      reach: async (url) => {
        sendGrid = await watchSendGrid(url, "last_name");
        return sendGrid;
      },
    },
  );
});
test.afterEach(async () => await fleet.stop());

test("three processes carry 20 exports to 5 destinations: no list is written by two at once, no limit exceeded, nobody lost", async () => {
  const processes = await Promise.all([1, 2, 3].map(() => fleet.start("all"))); // on a database that is still empty
  const urls = processes.map(({ ready }) => ready);
  const { north, south, membersOfEach } = await twoSegments(urls[0]!, PEOPLE);
  const exports: SavedExport[] = [];
  for (const [number, { apiKey, subuser }] of (await fiveAccounts()).entries()) {
    const destinationId = await aDestination(urls[0]!, apiKey, `Destination ${number}`);
    for (const list of ["first", "second"]) {
      const listId = await aList(urls[0]!, apiKey, `The ${list} list of ${number}`);
      for (const [side, segmentId] of Object.entries({ north, south })) {
        const name = `To the ${list} list of ${number} from ${side}`;
        const matching = [
          { target: "email", kind: "FIELD", value: "email" },
          { target: "first_name", kind: "FIELD", value: "name" },
          { target: "last_name", kind: "CONSTANT", value: name },
        ];
        const id = await saveExport(urls[0]!, {
          name,
          destinationId,
          listId,
          segmentIds: [segmentId],
          matching,
        });
        exports.push({ id, listId, subuser });
      }
    }
  }
  await control("PUT", "/settings", { rateLimits: SCARCE });

  const runIds = await Promise.all(exports.map(({ id }, number) => startRun(urls[number % 3]!, id)));
  const runs = await Promise.all(
    runIds.map((runId, number) =>
      until(async () => {
        const run = await runNow(urls[(number + 1) % 3]!, runId);
        return run.endedAt && run;
      }, 150_000),
    ),
  );

  const delivered = { selectedCount: membersOfEach, deliveredCount: membersOfEach, rejectedCount: 0 };
  expect(runs).toEqual(
    runs.map(() => expect.objectContaining({ state: "SUCCEEDED", failure: null, ...delivered })),
  );
  for (const { listId, subuser } of exports)
    expect((await contactsOnList(fleet.sendGridUrl, listId, subuser)).size).toBe(PEOPLE);
  expect(sendGrid.writings).toHaveLength(20);
  expect(overlapping(sendGrid.writings)).toEqual([]);
  expect(await refusedCalls()).toBe(0);
});

/** Three accounts of their own, and one key that two destinations share. */
async function fiveAccounts(): Promise<readonly Account[]> {
  const own = { apiKey: goodOf(await control("GET", "/keys")), subuser: undefined };
  const others: Account[] = [];
  for (const subuser of ["astana", "almaty", "aktau"])
    others.push({ apiKey: goodOf(await control("POST", "/subusers", { name: subuser })), subuser });
  return [...others, own, own];
}

const goodOf = ({ keys }: { keys: { kind: string; apiKey: string }[] }) =>
  keys.find(({ kind }) => kind === "GOOD")!.apiKey;

/** Pairs of writings to one list that were under way at the same time. */
const overlapping = (writings: readonly Writing[]) =>
  writings.flatMap((one) =>
    writings
      .filter(
        (other) => other.listId === one.listId && other.beganAt > one.beganAt && other.beganAt < one.endedAt,
      )
      .map((other) => [one, other]),
  );

async function refusedCalls(): Promise<number> {
  const { callCounts } = await control("GET", "/state");
  const counts = Object.values(callCounts as Record<string, Record<string, number>>);
  return counts.reduce((sum, byStatus) => sum + (byStatus[429] ?? 0), 0);
}

async function control(method: string, path: string, body?: object) {
  const json = body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`${fleet.sendGridUrl}/_simulator${path}`, { method, ...json });
  return await response.json();
}
