import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import { erased, HASTY_ERASURES } from "../../testing/erasures.ts";
import { change, comeBack, leave } from "../../testing/memberships.ts";
import { suppress } from "../../testing/suppressions.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({ erasurePatience: HASTY_ERASURES }, { exportDelayMs: 0 });
  destinationId = await sandbox.aDestination("Newsletter");
});
afterAll(async () => await sandbox.close());

const TRAIL = `query ($person: String!, $first: Int, $after: String, $runsOfEach: Int) {
  personTrail(person: $person, first: $first, after: $after, runsOfEach: $runsOfEach) {
    __typename ... on UserError { code }
    ... on PersonTrail {
      addresses profiles { id key } erasures { id state }
      exports {
        totalCount pageInfo { hasNextPage endCursor }
        edges { node {
          exportName destinationName listName code message isOnList onListByOthers lastSentAt lastSentIn onListSince segments { name }
          runs { runId state isRemoved isDryRun isPruned outcome { kind code field message duplicateOfKey profileKey } jobs { id settledAt isLost } }
        } }
      }
    }
  }
}`;
// biome-ignore lint/suspicious/noExplicitAny: untyped JSON, as any client gets it
type Json = any;
const trailOf = async (person: string, more: object = {}): Promise<Json> =>
  (await sandbox.ask(TRAIL, { person, first: 200, runsOfEach: 5, ...more })).personTrail;
const exportOf = (trail: Json, name: string) =>
  trail.exports.edges.find(({ node }: Json) => node.exportName === name).node;

async function aRunOf(name: string, profiles: Parameters<typeof anExport>[3], choice: object = {}) {
  const made = await anExport(sandbox, destinationId, name, profiles, choice);
  const runId = await startRun(sandbox, made.exportId);
  await endOf(sandbox, runId);
  return { ...made, runId };
}

describe("personTrail", () => {
  test("says since when somebody is on a list, by which run, and what SendGrid's job was", async () => {
    const { runId } = await aRunOf("Delivered", { d1: { email: "Del.Ivered@example.com" } });
    const trail = await trailOf(" DEL.ivered@Example.com ");
    expect(trail).toMatchObject({
      addresses: ["del.ivered@example.com"],
      profiles: [{ key: "d1" }],
      erasures: [],
    });
    expect(exportOf(trail, "Delivered")).toMatchObject({
      ...{ code: "on-list", isOnList: true, destinationName: "Newsletter", listName: "Delivered" },
      ...{ message: "They are on the list.", lastSentIn: runId, lastSentAt: expect.stringMatching(/^20/) },
      segments: [{ name: expect.stringMatching(/^Segment/) }],
      runs: [{ runId, outcome: { kind: "DELIVERED", profileKey: "d1" }, jobs: [{ isLost: false }] }],
    });
  });

  test("keeps since when somebody is on a list, however often they are sent again, until they leave it", async () => {
    const people = { k1: { email: "ke.pt@example.com", city: "Oslo" }, k2: { email: "k.2@example.com" } };
    const { exportId, runId } = await aRunOf("Kept", people, { syncMode: "MIRROR" });
    const runAgain = async () => {
      const id = await startRun(sandbox, exportId);
      await endOf(sandbox, id);
      return { id, node: exportOf(await trailOf("ke.pt@example.com"), "Kept") };
    };
    const endedAt = async (id: string) =>
      (await sandbox.ask("query ($id: ID!) { run(id: $id) { endedAt } }", { id })).run.endedAt;
    await change(sandbox, exportId, "k1", { city: "Bergen" });
    const second = await runAgain();
    expect(second.node).toMatchObject({ lastSentIn: second.id, onListSince: await endedAt(runId) });

    await leave(sandbox, exportId, "k1");
    expect((await runAgain()).node).toMatchObject({ isOnList: false, onListSince: null });
    await comeBack(sandbox, exportId, "k1");
    const last = await runAgain();
    expect(last.node).toMatchObject({ lastSentIn: last.id, onListSince: await endedAt(last.id) });
  });

  test("goes by the number of a profile as well, and finds the profile that has the address too", async () => {
    await aRunOf("Twice", { t1: { email: "twi.ce@example.com" }, t2: { email: "twi.ce@example.com" } });
    const [, second] = (await trailOf("twi.ce@example.com")).profiles;
    const trail = await trailOf(second.id);
    expect(trail.profiles.map(({ key }: Json) => key).toSorted()).toEqual(["t1", "t2"]);
    expect(exportOf(trail, "Twice")).toMatchObject({ code: "on-list" });
  });

  test("says why somebody is not on a list: refused, suppressed, not in it, not yet run", async () => {
    await suppress(sandbox.simulator, "unsubscribes", "why.not@example.com");
    const person = { email: "why.not@example.com", city: "Oslo" };
    await aRunOf("Refused", { w1: { ...person, city: "Oslo".repeat(40) } });
    await aRunOf("Suppressed", { w2: person }, { suppressions: ["GLOBAL_UNSUBSCRIBE"] });
    const { exportId } = await anExport(sandbox, destinationId, "Left", { w3: person });
    await leave(sandbox, exportId, "w3");
    await anExport(sandbox, destinationId, "Not run", { w4: person });
    const trail = await trailOf("why.not@example.com");
    expect(exportOf(trail, "Refused")).toMatchObject({
      ...{ code: "rejected", isOnList: false, lastSentAt: null },
      runs: [{ outcome: { kind: "REJECTED", code: "too-long", field: "city", profileKey: "w1" }, jobs: [] }],
    });
    expect(exportOf(trail, "Suppressed")).toMatchObject({
      code: "suppressed",
      runs: [{ outcome: { code: "global-unsubscribe" } }],
    });
    expect(exportOf(trail, "Left")).toMatchObject({ code: "not-in-segments", segments: [], runs: [] });
    expect(exportOf(trail, "Not run")).toMatchObject({ code: "not-run-yet", segments: [{}] });
  });

  test("says by which other export somebody is on the list", async () => {
    const { listId } = await aRunOf("Shared first", { s1: { email: "sha.red@example.com" } });
    const { exportId } = await anExport(
      sandbox,
      destinationId,
      "Shared second",
      { s2: { email: "sha.red@example.com" } },
      { listId },
    );
    await leave(sandbox, exportId, "s2");
    const trail = await trailOf("sha.red@example.com");
    expect(exportOf(trail, "Shared second")).toMatchObject({
      ...{ code: "not-in-segments", isOnList: true, onListByOthers: ["Shared first"], lastSentAt: null },
    });
    expect(exportOf(trail, "Shared first")).toMatchObject({ code: "on-list", onListByOthers: [] });
  });

  test("says who was taken off by which run, and who will be", async () => {
    const people = Object.fromEntries(
      [..."abcdefgh"].map((key) => [`m${key}`, { email: `m.${key}@example.com` }]),
    );
    const { exportId } = await aRunOf("Mirrored", people, { syncMode: "MIRROR", maxRemovalShare: 1 });
    await leave(sandbox, exportId, "ma");
    expect(exportOf(await trailOf("m.a@example.com"), "Mirrored")).toMatchObject({
      code: "on-list-leaves",
      isOnList: true,
    });
    const runId = await startRun(sandbox, exportId);
    await endOf(sandbox, runId);
    const node = exportOf(await trailOf("m.a@example.com"), "Mirrored");
    expect(node).toMatchObject({ code: "removed", isOnList: false });
    expect(node.runs.find((run: Json) => run.runId === runId)).toMatchObject({
      isRemoved: true,
      outcome: null,
    });
  });

  test("says of a run whose people are no longer kept that nobody can tell", async () => {
    const { runId } = await aRunOf("Pruned", { p1: { email: "pru.ned@example.com" } });
    await sandbox.dataSource.query("update export_run set details_pruned_at = now() where id = $1", [runId]);
    const node = exportOf(await trailOf("pru.ned@example.com"), "Pruned");
    expect(node).toMatchObject({
      code: "on-list",
      runs: [{ runId, isPruned: true, outcome: null, jobs: [] }],
    });
  });

  test("says that somebody was erased, and of whom nobody here has heard", async () => {
    await aRunOf("Erased", { e1: { email: "gone.now@example.com" } });
    const { id } = await erased(sandbox, "gone.now@example.com");
    const trail = await trailOf("gone.now@example.com");
    expect(trail).toMatchObject({ profiles: [], erasures: [{ id, state: "DONE" }] });
    expect(exportOf(trail, "Erased")).toMatchObject({ code: "erased", isOnList: false });
    expect(exportOf(await trailOf("who.is@example.com"), "Erased")).toMatchObject({ code: "unknown" });
  });

  test("has every export once, page by page", async () => {
    for (const name of ["Page one", "page Two", "Page three"])
      await anExport(sandbox, destinationId, name, { [name]: { email: "pa.ge@example.com" } });
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { exports } = await trailOf("pa.ge@example.com", { first: 2, after });
      seen.push(...exports.edges.map(({ node }: Json) => node.exportName));
      if (!exports.pageInfo.hasNextPage) {
        expect(seen).toHaveLength(exports.totalCount);
        break;
      }
      after = exports.pageInfo.endCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(["Page one", "page Two", "Page three"]));
  });

  test.each([
    ["what is neither", "Ada Quill", { __typename: "InvalidInput" }],
    ["a profile that is not here", "99999999", { __typename: "NotFound" }],
  ])("refuses %s", async (_what, person, answer) => {
    expect(await trailOf(person)).toMatchObject(answer);
  });
});
