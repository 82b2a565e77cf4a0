import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import { addByHand, removeByHand } from "../../testing/by-hand.ts";
import { checked, repair } from "../../testing/drift-checks.ts";
import { leave } from "../../testing/memberships.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({}, { exportDelayMs: 0 });
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());

let exports = 0;
async function aDelivered(letters: string) {
  const people = Object.fromEntries(
    [...letters].map((letter) => [letter, { email: `${letter}@fix.example` }]),
  );
  const made = await anExport(sandbox, destinationId, `Repair ${exports++}`, people);
  await endOf(sandbox, await startRun(sandbox, made.exportId));
  return made;
}

describe("repairing", () => {
  test("sends the missing again who are still in the segments, and touches nobody foreign", async () => {
    const { exportId, listId } = await aDelivered("abcd");
    await removeByHand(sandbox, listId, "a@fix.example", "b@fix.example");
    await addByHand(sandbox, listId, "hand@fix.example");
    await leave(sandbox, exportId, "b");
    const check = await checked(sandbox, exportId);
    expect(check).toMatchObject({ missingCount: 2, foreignCount: 1 });

    const { id } = await repair(sandbox, check.id);
    expect(await endOf(sandbox, id)).toMatchObject({
      ...{ state: "SUCCEEDED", selectedCount: 3, deliveredCount: 1, unchangedCount: 2 },
    });
    const there = ["a@fix.example", "c@fix.example", "d@fix.example", "hand@fix.example"];
    expect(await sandbox.addressesOn(listId)).toEqual(there);
    const again = await checked(sandbox, exportId);
    expect(again).toMatchObject({ recordedCount: 3, missingCount: 1 });
    const { driftChecks } = await sandbox.ask(
      "query ($id: ID!) { driftChecks(exportId: $id) { edges { node { repairRun { id } } } } }",
      { id: exportId },
    );
    expect(driftChecks.edges.map(({ node }: never) => (node as { repairRun: unknown }).repairRun)).toEqual([
      null,
      { id },
    ]);
  });

  test("is refused where nobody is missing, where a later check has come, and where there is no such check", async () => {
    const { exportId, listId } = await aDelivered("ab");
    const clean = await checked(sandbox, exportId);
    expect(await repair(sandbox, clean.id)).toMatchObject({ code: "nothing-to-repair" });
    await removeByHand(sandbox, listId, "a@fix.example");
    await checked(sandbox, exportId);
    expect(await repair(sandbox, clean.id)).toMatchObject({ code: "drift-check-outdated" });
    expect(await repair(sandbox, "no-check")).toMatchObject({ code: "not-found" });
  });

  test("of two clicks one is taken, and nobody is forgotten by the other", async () => {
    const { exportId, listId } = await aDelivered("ab");
    await removeByHand(sandbox, listId, "a@fix.example");
    const check = await checked(sandbox, exportId);
    const answers = await Promise.all([repair(sandbox, check.id), repair(sandbox, check.id)]);
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(["ExportAlreadyRunning", "Run"]);
    const { id } = answers.find(({ __typename }) => __typename === "Run");
    expect(await endOf(sandbox, id)).toMatchObject({ deliveredCount: 1, unchangedCount: 1 });
  });
});
