import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { aSource } from "../../testing/a-source.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import {
  addressHashOf,
  erase,
  erased,
  HASTY_ERASURES,
  readmit,
  twoDelivered,
  watchErasure,
} from "../../testing/erasures.ts";
import { tablesThatSay } from "../../testing/whole-database.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await aSandbox({ erasurePatience: HASTY_ERASURES });
});
afterAll(async () => await sandbox.close());

const rows = (sql: string, ...values: unknown[]) => sandbox.dataSource.query(sql, values);
/** A check of the list that did not find them there. */
async function aCheckThatMissed(exportId: string, email: string): Promise<void> {
  const [{ id }] = await rows(
    `insert into drift_check (id, export_id, list_id, list_name, state, missing_count, started_by, ended_at)
     select gen_random_uuid(), id, list_id, list_name, 'SUCCEEDED', 1, created_by, now() from export where id = $1
     returning id`,
    exportId,
  );
  await rows(
    "insert into drift_difference values ($1, 'MISSING', $2, 1, 'contact')",
    id,
    addressHashOf(email),
  );
}
const countsOf = async (runId: string) =>
  (
    await sandbox.ask(
      "query ($id: ID!) { run(id: $id) { selectedCount deliveredCount rejectedCount duplicateCount removedCount } }",
      { id: runId },
    )
  ).run;

describe("erasePerson", () => {
  test("leaves nothing of the person: not in any column of the database, not in the account", async () => {
    const { exportId, listId, runId, email, other, words } = await twoDelivered(sandbox, "whole");
    const before = await countsOf(runId);
    await aCheckThatMissed(exportId, email);
    expect(await tablesThatSay(sandbox.dataSource, ...words)).not.toEqual([]);
    expect(await sandbox.addressesOn(listId)).toEqual([other, email].toSorted());

    const erasure = await erased(sandbox, " Whole.QUILL@example.com ");
    expect(erasure).toMatchObject({
      ...{ state: "DONE", profileCount: 1, segmentCount: 1, runCount: 1, deliveryCount: 1 },
      ...{ unreachableRunCount: 0, waitingForRunId: null, requestedBy: { name: "Local administrator" } },
    });
    const asked = erasure.destinations.filter(({ jobId }: { jobId: string | null }) => jobId !== null);
    expect(asked).toMatchObject([{ state: "DONE", contactCount: 1, code: null }]); // all destinations are one account here
    expect(await tablesThatSay(sandbox.dataSource, ...words)).toEqual([]);
    expect(await sandbox.addressesOn(listId)).toEqual([other]);
    expect(await countsOf(runId)).toEqual(before);
  });

  test("keeps what became of them in earlier runs, as an erased person's", async () => {
    const { runId, email } = await twoDelivered(sandbox, "outcome");
    await rows(
      "insert into run_removal (run_id, profile_id, address_hash) select $1, id, $2::uuid from profile where email = $3",
      ...[runId, addressHashOf(email), email],
    );
    await erased(sandbox, email);
    const removed = await (await fetch(`${sandbox.url}/runs/${runId}/removed.csv`)).text();
    expect(removed).toContain(`erased person,${runId}`);
    expect(await rows("select from run_removal where address_hash = $1", addressHashOf(email))).toEqual([]);
    const { outcomes } = await sandbox.ask(
      "query ($id: ID!) { outcomes(runId: $id) { totalCount edges { node { kind isErased profileKey } } } }",
      { id: runId },
    );
    expect(outcomes.totalCount).toBe(2);
    expect(outcomes.edges.map(({ node }: never) => node)).toMatchObject([
      { kind: "DELIVERED", isErased: true },
      { kind: "DELIVERED", isErased: false, profileKey: "outcome-other" },
    ]);
    const csv = await (await fetch(`${sandbox.url}/runs/${runId}/outcomes.csv`)).text();
    expect(csv).toContain("erased person,DELIVERED");
  });

  test("forgets what SendGrid or we said of them, and goes by the number of a profile as well", async () => {
    const destinationId = await sandbox.aDestination("quoted");
    const { exportId } = await anExport(sandbox, destinationId, "quoted", {
      quoted: { email: "quoted.person@example.com", city: "Oslo".repeat(40) },
    });
    const runId = await startRun(sandbox, exportId);
    await endOf(sandbox, runId);
    await rows(
      "update run_exception set message = 'SendGrid refuses quoted.person@example.com' where run_id = $1",
      runId,
    );
    const [{ id }] = await rows("select id from profile where key = 'quoted'");
    expect(await erased(sandbox, String(id))).toMatchObject({ state: "DONE", profileCount: 1, runCount: 1 });
    expect(await tablesThatSay(sandbox.dataSource, "quoted.person")).toEqual([]);
    expect((await rows("select kind from run_exception where run_id = $1", runId))[0]).toMatchObject({
      kind: "REJECTED",
    });
  });

  test("keeps them out of files that come later, each row counted; everybody else comes in", async () => {
    const email = "later.person@example.com";
    const { id } = await erased(sandbox, email);
    const source = await aSource(sandbox, `id,mail\nl1, Later.Person@example.com\nl2,else@example.com\n`, {
      emailField: "mail",
    });
    expect(source).toMatchObject({
      ...{ state: "READY", profileCount: 1, rejectedLineCount: 1 },
      rejectedLines: [{ line: 2, code: "person-erased" }],
    });
    const { erasure } = await sandbox.ask("query ($id: ID!) { erasure(id: $id) { stagedRowCount } }", { id });
    expect(erasure.stagedRowCount).toBe(1);
    expect(await tablesThatSay(sandbox.dataSource, email)).toEqual([]);
  });

  test("waits for a run that may be sending them, and takes what it has recorded since", async () => {
    const { runId, email, words } = await twoDelivered(sandbox, "running");
    await rows("update export_run set state = 'SETTLING', ended_at = null where id = $1", runId);
    const { id } = await erase(sandbox, email);
    for await (const { state, waitingForRunId } of watchErasure(sandbox, id)) {
      if (state !== "WAITING") continue;
      expect(waitingForRunId).toBe(runId);
      expect(await rows("select from profile where email = $1", email)).toEqual([]);
      await rows("update export_run set state = 'SUCCEEDED', ended_at = now() where id = $1", runId);
      break;
    }
    const ended = (await Array.fromAsync(watchErasure(sandbox, id))).at(-1);
    expect(ended).toMatchObject({ state: "DONE", waitingForRunId: null });
    expect(await tablesThatSay(sandbox.dataSource, ...words)).toEqual([]);
  });

  test("lets them in again where they want to, and keeps the proof", async () => {
    const email = "back.again@example.com";
    const first = await erased(sandbox, email);
    const second = await erased(sandbox, email);
    expect(await readmit(sandbox, first.id)).toEqual({
      __typename: "Erasure",
      id: first.id,
      isKeptOut: false,
    });
    expect(await aSource(sandbox, `id,mail\nb1,${email}\n`, { emailField: "mail" })).toMatchObject({
      ...{ profileCount: 1, rejectedLineCount: 0 },
    });
    const { erasure } = await sandbox.ask(
      "query ($id: ID!) { erasure(id: $id) { state isKeptOut } }",
      second,
    );
    expect(erasure).toEqual({ state: "DONE", isKeptOut: false });
    const { personTrail } = await sandbox.ask(
      "query ($email: String!) { personTrail(person: $email) { ... on PersonTrail { erasures { id } } } }",
      { email },
    );
    expect(personTrail.erasures).toHaveLength(2);
    expect(await readmit(sandbox, "nobody")).toMatchObject({ code: "not-found" });
    await erased(sandbox, email);
  });

  test("keeps them out of runs too, where a source does not say which column is the address", async () => {
    const email = "nowhere.said@example.com";
    await erased(sandbox, email);
    const destinationId = await sandbox.aDestination("unsaid");
    const { exportId, listId } = await anExport(sandbox, destinationId, "unsaid", {
      back: { email, name: "Back" },
      other: { email: "unsaid.other@example.com", name: "Other" },
    });
    const run = await endOf(sandbox, await startRun(sandbox, exportId));
    expect(run).toMatchObject({
      ...{ state: "SUCCEEDED", selectedCount: 2, deliveredCount: 1, rejectedCount: 1 },
      rejections: [{ code: "person-erased", field: null, count: 1 }],
    });
    expect(await sandbox.addressesOn(listId)).toEqual(["unsaid.other@example.com"]);
    expect(await rows("select from run_address where address_hash = $1", addressHashOf(email))).toEqual([]);
  });

  test("finds and deletes a contact that nobody here knows", async () => {
    const { listId } = await twoDelivered(sandbox, "stranger");
    await sandbox.aContact("stranger.alone@example.com", listId);
    const erasure = await erased(sandbox, "stranger.alone@example.com");
    expect(erasure).toMatchObject({ state: "DONE", profileCount: 0, runCount: 0 });
    expect(await sandbox.addressesOn(listId)).not.toContain("stranger.alone@example.com");
  });

  test("is done where nobody has the address anywhere, and says that it found nobody", async () => {
    await sandbox.aDestination("empty");
    expect(await erased(sandbox, "nobody.at.all@example.com")).toMatchObject({
      state: "DONE",
      destinations: expect.arrayContaining([
        expect.objectContaining({ state: "DONE", contactCount: 0, jobId: null }),
      ]),
    });
  });

  test.each([
    ["what is no address", "not an address", { __typename: "InvalidInput", issues: [{ path: "person" }] }],
    ["a profile that is not here", "999999999", { __typename: "NotFound", code: "not-found" }],
  ])("refuses %s", async (_what, person, answer) => {
    expect(await erase(sandbox, person)).toMatchObject(answer);
  });

  test("is one at a time for each person, and begins anew when it is done", async () => {
    const { runId, email } = await twoDelivered(sandbox, "once");
    await rows("update export_run set state = 'SETTLING', ended_at = null where id = $1", runId);
    const [first, second] = await Promise.all([erase(sandbox, email), erase(sandbox, email)]);
    expect([first.__typename, second.__typename].toSorted()).toEqual(["Erasure", "ErasureUnderWay"]);
    const id = first.id ?? second.id;
    expect((first.erasure ?? second.erasure).id).toBe(id);
    await rows("update export_run set state = 'SUCCEEDED', ended_at = now() where id = $1", runId);
    await Array.fromAsync(watchErasure(sandbox, id));
    expect(await erased(sandbox, email)).toMatchObject({ state: "DONE", profileCount: 0 });
  });

  test("writes in the audit that somebody was erased, not who", async () => {
    const { id } = await erased(sandbox, "audited.person@example.com");
    const { auditEvents } = await sandbox.ask(
      "query ($id: ID) { auditEvents(subjectId: $id) { edges { node { action subjectName } } } }",
      { id },
    );
    expect(auditEvents.edges.map(({ node }: never) => node)).toEqual([
      { action: "person-erased", subjectName: "person" },
      { action: "erasure-started", subjectName: "person" },
    ]);
  });
});
