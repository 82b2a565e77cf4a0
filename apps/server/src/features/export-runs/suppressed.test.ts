import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import { controlSimulator } from "../../testing/simulator-control.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({
    runPatience: { uploadMs: 5_000, settleMs: 5_000, maxAttempts: 3, pauseMs: { first: 20, longest: 50 } },
  });
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());
afterEach(async () => {
  await controlSimulator(sandbox.simulator, "DELETE", "/faults");
  await controlSimulator(sandbox.simulator, "PUT", "/settings", { latencyMs: 0 });
});

const EVERY_KIND = ["GLOBAL_UNSUBSCRIBE", "BOUNCE", "SPAM_REPORT", "INVALID_EMAIL"];

const suppress = (kind: string, ...emails: string[]) =>
  controlSimulator(sandbox.simulator, "POST", "/suppressions", { kind, emails });

/** A group from which these have unsubscribed. @returns its id. */
async function aGroup(name: string, ...emails: string[]): Promise<number> {
  const post = async (path: string, body: object) => {
    const response = await fetch(`${sandbox.simulator.url}/v3/asm/groups${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${sandbox.simulator.keys.GOOD}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { id: number };
  };
  const { id } = await post("", { name, description: name });
  await post(`/${id}/suppressions`, { recipient_emails: emails });
  return id;
}

/** Outcomes by profile, in order. */
async function outcomesOf(runId: string, kind: string | null = null) {
  const { outcomes } = await sandbox.ask(
    `query ($id: ID!, $kind: OutcomeKind) { outcomes(runId: $id, kind: $kind, first: 200) {
       totalCount edges { node { profileKey kind code message duplicateOfKey } } } }`,
    { id: runId, kind },
  );
  return outcomes as { totalCount: number; edges: { node: { profileKey: string; kind: string } }[] };
}

describe("a run that leaves suppressed people out", () => {
  test("says of each why, does not send them, and adds up", async () => {
    await suppress("unsubscribes", "U@Example.com");
    await suppress("bounces", "b@example.com", "u@example.com");
    await suppress("spam_reports", "s@example.com");
    await suppress("invalid_emails", "i@example.com");
    const offers = await aGroup("Offers", "o@example.com");
    const { exportId, listId } = await anExport(
      sandbox,
      destinationId,
      "Every kind",
      {
        "c-1": { email: "u@example.com" },
        "c-2": { email: "b@example.com" },
        "c-3": { email: " S@example.com" },
        "c-4": { email: "i@example.com" },
        "c-5": { email: "o@example.com" },
        "c-6": { email: "B@example.com" },
        "c-7": { email: "well@example.com" },
        "c-8": { email: "well@example.com" },
        "c-9": { email: "no address" },
      },
      { suppressions: EVERY_KIND, suppressionGroupIds: [offers] },
    );
    const runId = await startRun(sandbox, exportId);
    const ended = await endOf(sandbox, runId);
    expect(ended).toMatchObject({
      ...{ state: "SUCCEEDED", selectedCount: 9, processedCount: 9, acceptedCount: 1, deliveredCount: 1 },
      ...{ suppressedCount: 6, rejectedCount: 1, duplicateCount: 1, notSentCount: 0, failure: null },
      rejections: [{ code: "email-malformed", field: "email", count: 1 }],
    });
    expect(ended.suppressed).toEqual([
      { code: "bounce", group: null, count: 2 },
      { code: "global-unsubscribe", group: null, count: 1 },
      { code: "group-unsubscribe", group: "Offers", count: 1 },
      { code: "invalid-email", group: null, count: 1 },
      { code: "spam-report", group: null, count: 1 },
    ]);
    expect(await sandbox.addressesOn(listId)).toEqual(["well@example.com"]);
    expect((await outcomesOf(runId)).edges.map(({ node }) => node)).toMatchObject([
      { profileKey: "c-1", kind: "SUPPRESSED", code: "global-unsubscribe", message: null },
      { profileKey: "c-2", kind: "SUPPRESSED", code: "bounce", duplicateOfKey: null },
      { profileKey: "c-3", kind: "SUPPRESSED", code: "spam-report" },
      { profileKey: "c-4", kind: "SUPPRESSED", code: "invalid-email" },
      { profileKey: "c-5", kind: "SUPPRESSED", code: "group-unsubscribe", message: "Offers" },
      { profileKey: "c-6", kind: "SUPPRESSED", code: "bounce" },
      { profileKey: "c-7", kind: "DELIVERED" },
      { profileKey: "c-8", kind: "DUPLICATE", duplicateOfKey: "c-7" },
      { profileKey: "c-9", kind: "REJECTED", code: "email-malformed" },
    ]);
  });
});
