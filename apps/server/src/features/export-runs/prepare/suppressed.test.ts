import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../../testing/an-export.ts";
import { aSuppressionGroup, suppress } from "../../../testing/suppressions.ts";

let sandbox: Sandbox;
let destinationId: string;
let offers: number;
beforeAll(async () => {
  sandbox = await aSandbox();
  destinationId = await sandbox.aDestination("Marketing");
  await suppress(sandbox.simulator, "unsubscribes", "U@Example.com");
  await suppress(sandbox.simulator, "bounces", "b@example.com", "u@example.com");
  await suppress(sandbox.simulator, "spam_reports", "s@example.com");
  await suppress(sandbox.simulator, "invalid_emails", "i@example.com");
  offers = await aSuppressionGroup(sandbox.simulator, "Offers", "o@example.com");
});
afterAll(async () => await sandbox.close());

const people = {
  "c-1": { email: "u@example.com" },
  "c-2": { email: "b@example.com" },
  "c-3": { email: " S@example.com" },
  "c-4": { email: "i@example.com" },
  "c-5": { email: "o@example.com" },
  "c-6": { email: "B@example.com" },
  "c-7": { email: "well@example.com" },
  "c-8": { email: "well@example.com" },
  "c-9": { email: "no address" },
};
const everything = () => ({
  suppressions: ["GLOBAL_UNSUBSCRIBE", "BOUNCE", "SPAM_REPORT", "INVALID_EMAIL"],
  suppressionGroupIds: [offers],
});

type Asked = { readonly kind?: string; readonly code?: string };

/** Outcomes by profile, in order. */
async function outcomesOf(runId: string, { kind, code }: Asked = {}) {
  const { outcomes } = await sandbox.ask(
    `query ($id: ID!, $kind: OutcomeKind, $code: String) { outcomes(runId: $id, kind: $kind, code: $code) {
       totalCount edges { node { profileKey kind code message duplicateOfKey } } } }`,
    { id: runId, kind, code },
  );
  const nodes: { profileKey: string }[] = outcomes.edges.map(({ node }: { node: object }) => node);
  return { totalCount: outcomes.totalCount, nodes, keys: nodes.map(({ profileKey }) => profileKey) };
}

describe("a run that leaves suppressed people out", () => {
  let runId: string;
  let listId: string;
  beforeAll(async () => {
    const made = await anExport(sandbox, destinationId, "Everything", people, everything());
    listId = made.listId;
    runId = await startRun(sandbox, made.exportId);
    await endOf(sandbox, runId);
  });

  test("counts them beside the others, and all of them are everybody", async () => {
    const run = await endOf(sandbox, runId);
    expect(run).toMatchObject({
      ...{ state: "SUCCEEDED", selectedCount: 9, processedCount: 9, acceptedCount: 1, deliveredCount: 1 },
      ...{ suppressedCount: 6, rejectedCount: 1, duplicateCount: 1, notSentCount: 0, failure: null },
      rejections: [{ code: "email-malformed", field: "email", count: 1 }],
    });
    expect(run.suppressed).toEqual([
      { code: "bounce", group: null, count: 2 },
      { code: "global-unsubscribe", group: null, count: 1 },
      { code: "group-unsubscribe", group: "Offers", count: 1 },
      { code: "invalid-email", group: null, count: 1 },
      { code: "spam-report", group: null, count: 1 },
    ]);
    expect(await sandbox.addressesOn(listId)).toEqual(["well@example.com"]);
  });

  test("says of each why: of two profiles with one such address neither is the other's duplicate", async () => {
    expect((await outcomesOf(runId)).nodes).toMatchObject([
      { profileKey: "c-1", kind: "SUPPRESSED", code: "global-unsubscribe", message: null },
      { profileKey: "c-2", kind: "SUPPRESSED", code: "bounce", duplicateOfKey: null },
      { profileKey: "c-3", kind: "SUPPRESSED", code: "spam-report" },
      { profileKey: "c-4", kind: "SUPPRESSED", code: "invalid-email" },
      { profileKey: "c-5", kind: "SUPPRESSED", code: "group-unsubscribe", message: "Offers" },
      { profileKey: "c-6", kind: "SUPPRESSED", code: "bounce", duplicateOfKey: null },
      { profileKey: "c-7", kind: "DELIVERED" },
      { profileKey: "c-8", kind: "DUPLICATE", duplicateOfKey: "c-7" },
      { profileKey: "c-9", kind: "REJECTED", code: "email-malformed" },
    ]);
  });

  test("can be asked for them alone, by reason too, and has a download of them", async () => {
    const asked = async (filter: Asked) => {
      const { totalCount, keys } = await outcomesOf(runId, filter);
      expect(totalCount).toBe(keys.length);
      return keys;
    };
    expect(await asked({ kind: "SUPPRESSED" })).toEqual(["c-1", "c-2", "c-3", "c-4", "c-5", "c-6"]);
    expect(await asked({ kind: "SUPPRESSED", code: "bounce" })).toEqual(["c-2", "c-6"]);
    expect(await asked({ code: "group-unsubscribe" })).toEqual(["c-5"]);
    expect(await asked({ kind: "REJECTED" })).toEqual(["c-9"]);
    expect(await asked({ kind: "REJECTED", code: "bounce" })).toEqual([]);
    expect(await asked({ kind: "DELIVERED" })).toEqual(["c-7"]);

    const download = await fetch(`${sandbox.url}/runs/${runId}/outcomes.csv?kind=SUPPRESSED`);
    const lines = (await download.text()).trimEnd().split("\r\n").slice(1);
    expect(lines).toHaveLength(6);
    expect(lines[4]).toBe("c-5,SUPPRESSED,group-unsubscribe,email,o@example.com,Offers,,1");
  });

  test("keeps nothing of the account's suppressions when it has ended", async () => {
    const [{ count }] = await sandbox.dataSource.query("select count(*) from run_suppression");
    expect(count).toBe(0);
  });
});

describe("which suppressions count", () => {
  test("is the export's choice: whoever is suppressed for another reason is delivered", async () => {
    const { exportId, listId } = await anExport(sandbox, destinationId, "Bounces alone", people, {
      suppressions: ["BOUNCE"],
    });
    const run = await endOf(sandbox, await startRun(sandbox, exportId));
    expect(run).toMatchObject({ deliveredCount: 4, suppressedCount: 3, rejectedCount: 1, duplicateCount: 1 });
    expect(run.suppressed).toEqual([{ code: "bounce", group: null, count: 3 }]);
    expect(await sandbox.addressesOn(listId)).toEqual(
      ["i", "o", "s", "well"].map((name) => `${name}@example.com`),
    );
  });

  test("is none where an export does not say", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Nothing", people);
    const run = await endOf(sandbox, await startRun(sandbox, exportId));
    expect(run).toMatchObject({ deliveredCount: 6, suppressedCount: 0, suppressed: [], duplicateCount: 2 });
  });

  test("is fixed when a run begins", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Changed", people, everything());
    await sandbox.dataSource.query("update segment set state = 'BUILDING'");
    const runId = await startRun(sandbox, exportId);
    await sandbox.dataSource.query("update export set suppressions = '{}', suppression_groups = '[]'");
    await sandbox.dataSource.query("update segment set state = 'READY'");
    expect(await endOf(sandbox, runId)).toMatchObject({ suppressedCount: 6 });
    const { run } = await sandbox.ask(
      "query ($id: ID!) { run(id: $id) { suppressions suppressionGroups { id name } } }",
      { id: runId },
    );
    expect(run).toEqual({
      suppressions: everything().suppressions,
      suppressionGroups: [{ id: offers, name: "Offers" }],
    });
  });
});
