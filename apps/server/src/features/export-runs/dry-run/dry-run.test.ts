import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, answerRun, endOf, startRun, waitingRun } from "../../../testing/an-export.ts";
import { callsThatWrite } from "../../../testing/contacts-written.ts";
import { change, comeBack, leave } from "../../../testing/memberships.ts";
import { controlSimulator } from "../../../testing/simulator-control.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({}, { exportDelayMs: 0 });
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());

let exports = 0;
const mirroring = (profiles: Parameters<typeof anExport>[3], choice: Parameters<typeof anExport>[4] = {}) =>
  anExport(sandbox, destinationId, `Dry ${exports++}`, profiles, { syncMode: "MIRROR", ...choice });
const run = async (exportId: string, choice: Parameters<typeof startRun>[2] = {}) =>
  await endOf(sandbox, await startRun(sandbox, exportId, choice));

const people = (prefix: string, count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      `${prefix}${n}`,
      { email: `${prefix}${n}@dry.example`, city: "Almaty" },
    ]),
  );

/** Everything that is kept of whom an export has put on its list. */
const deliveriesOf = (exportId: string) =>
  sandbox.dataSource.query("select * from delivery where export_id = $1 order by address_hash", [exportId]);

/** Profiles of a download, in order. */
async function profilesIn(path: string): Promise<readonly string[]> {
  const text = await (await fetch(`${sandbox.url}${path}`)).text();
  return text
    .split("\r\n")
    .slice(1, -1)
    .map((line) => line.split(",")[0]!)
    .toSorted();
}
const outcomesOf = (id: string, kind: string) => profilesIn(`/runs/${id}/outcomes.csv?kind=${kind}`);

describe("a dry run", () => {
  test("says who would be added, changed, left alone, removed, refused and left out, and does nothing", async () => {
    const { exportId, listId } = await mirroring(people("d", 6), { suppressions: ["BOUNCE"] });
    await run(exportId);
    await change(sandbox, exportId, "d0", { city: "Astana" });
    await change(sandbox, exportId, "d1", { email: "new@dry.example" });
    await change(sandbox, exportId, "d2", { city: "x".repeat(61) });
    await controlSimulator(sandbox.simulator, "POST", "/suppressions", {
      ...{ kind: "bounces", emails: ["d3@dry.example"] },
    });
    await leave(sandbox, exportId, "d4");
    const [before, writes] = [await deliveriesOf(exportId), await callsThatWrite(sandbox)];

    const dry = await run(exportId, { dryRun: true });
    expect(dry).toMatchObject({
      ...{ state: "SUCCEEDED", isDryRun: true, selectedCount: 5, processedCount: 5 },
      ...{ acceptedCount: 0, deliveredCount: 0, notSentCount: 0, removedCount: 0 },
      ...{ unchangedCount: 1, rejectedCount: 1, suppressedCount: 1 },
      plan: { toAdd: 1, toChange: 1, toRemove: 2 },
    });
    expect(await outcomesOf(dry.id, "TO_ADD")).toEqual(["d1"]);
    expect(await outcomesOf(dry.id, "TO_CHANGE")).toEqual(["d0"]);
    expect(await outcomesOf(dry.id, "UNCHANGED")).toEqual(["d5"]);
    expect(await outcomesOf(dry.id, "REJECTED")).toEqual(["d2"]);
    expect(await outcomesOf(dry.id, "SUPPRESSED")).toEqual(["d3"]);
    expect(await profilesIn(`/runs/${dry.id}/removed.csv`)).toEqual(["d1", "d4"]);
    expect(await deliveriesOf(exportId)).toEqual(before);
    expect(await callsThatWrite(sandbox)).toBe(writes);
    expect(await sandbox.addressesOn(listId)).toHaveLength(6);
  });

  test("of a run that sends everybody again says that everybody would change", async () => {
    const { exportId } = await mirroring(people("f", 3));
    await run(exportId);
    expect(await run(exportId, { dryRun: true, full: true })).toMatchObject({
      ...{ unchangedCount: 0, plan: { toAdd: 0, toChange: 3, toRemove: 0 } },
    });
  });

  test("of a run by file says the same as of one by requests, and no file leaves", async () => {
    const byFile = await aSandbox({
      maxUpsertsPerRun: 0,
      importing: { importLimits: { maxRows: 2, maxBytes: 1_000_000 }, rowsBeforeFile: 0 },
    });
    const marketing = await byFile.aDestination("Marketing");
    const { exportId, listId } = await anExport(byFile, marketing, "By file", people("i", 5));
    const dry = await endOf(byFile, await startRun(byFile, exportId, { dryRun: true }));
    expect(dry).toMatchObject({
      state: "SUCCEEDED",
      route: "IMPORT",
      plan: { toAdd: 5, toChange: 0, toRemove: 0 },
    });
    expect(await callsThatWrite(byFile)).toBe(0);
    expect(await byFile.addressesOn(listId)).toEqual([]);
    await byFile.close();
  });

  test("asks nobody, says what a run would ask about, and may be asked while that run waits", async () => {
    const { exportId } = await mirroring(people("w", 100));
    await run(exportId);
    await leave(sandbox, exportId, ...Object.keys(people("w", 16)));
    const { id, approvalReason } = await waitingRun(sandbox, await startRun(sandbox, exportId));
    const dry = await run(exportId, { dryRun: true });
    expect(dry).toMatchObject({
      state: "SUCCEEDED",
      plan: { toAdd: 0, toChange: 0, toRemove: 16 },
      approvalReason,
    });
    await answerRun(sandbox, "approveRun", id);
    expect(await endOf(sandbox, id)).toMatchObject({ state: "SUCCEEDED", removedCount: 16 });
  });

  test("is not an export's last run", async () => {
    const { exportId } = await mirroring(people("m", 1));
    const real = await run(exportId);
    const first = await startRun(sandbox, exportId, { dryRun: true });
    await endOf(sandbox, first);
    const { export: answered } = await sandbox.ask(
      "query ($id: ID!) { export(id: $id) { lastRun { id } } }",
      {
        id: exportId,
      },
    );
    expect(answered.lastRun.id).toBe(real.id);
  });
});

test("what a dry run says is what the run then does, whoever comes, goes and changes", {
  timeout: 240_000,
}, async () => {
  const keys = Array.from({ length: 24 }, (_, n) => `k${n}`);
  const someKeys = fc.subarray(keys);
  const history = fc.record({
    absent: fc.subarray(keys, { maxLength: 23 }),
    steps: fc.array(
      fc.record({
        leaving: someKeys,
        back: someKeys,
        moving: someKeys,
        broken: someKeys,
        shared: someKeys,
        full: fc.boolean(),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(history, async ({ absent, steps }) => {
      const prefix = `x${exports}-`;
      const profiles = Object.fromEntries(
        keys.map((key) => [key, { email: `${prefix}${key}@dry.example`, city: "Almaty" }]),
      );
      const { exportId } = await mirroring(profiles);
      await leave(sandbox, exportId, ...absent);
      for (const [step, { leaving, back, moving, broken, shared, full }] of steps.entries()) {
        for (const key of moving) await change(sandbox, exportId, key, { city: `City ${step}` });
        for (const key of broken)
          await change(sandbox, exportId, key, { email: step % 2 ? "broken" : `${key}${step}@dry.example` });
        for (const key of shared)
          await change(sandbox, exportId, key, { email: `${prefix}shared@dry.example` });
        await leave(sandbox, exportId, ...leaving.slice(0, 12));
        await comeBack(sandbox, exportId, ...back);

        const before = await deliveriesOf(exportId);
        const dry = await run(exportId, { dryRun: true, full });
        expect(await deliveriesOf(exportId)).toEqual(before);
        expect(dry.state).toBe("SUCCEEDED");
        const realId = await startRun(sandbox, exportId, { full });
        if (dry.approvalReason) {
          const { approvalReason } = await waitingRun(sandbox, realId);
          expect(approvalReason.code).toBe(dry.approvalReason.code);
          await answerRun(sandbox, "approveRun", realId);
        }
        const real = await endOf(sandbox, realId);

        const { toAdd, toChange, toRemove } = dry.plan;
        expect(real).toMatchObject({
          ...{ state: "SUCCEEDED", selectedCount: dry.selectedCount, unchangedCount: dry.unchangedCount },
          ...{ rejectedCount: dry.rejectedCount, duplicateCount: dry.duplicateCount },
          ...{ deliveredCount: toAdd + toChange, removedCount: toRemove, approvalReason: dry.approvalReason },
        });
        const [added, changed] = [await outcomesOf(dry.id, "TO_ADD"), await outcomesOf(dry.id, "TO_CHANGE")];
        expect([added.length, changed.length]).toEqual([toAdd, toChange]);
        expect([...added, ...changed].toSorted()).toEqual(await outcomesOf(real.id, "DELIVERED"));
        for (const kind of ["UNCHANGED", "REJECTED", "DUPLICATE"])
          expect(await outcomesOf(dry.id, kind)).toEqual(await outcomesOf(real.id, kind));
        expect(await profilesIn(`/runs/${dry.id}/removed.csv`)).toEqual(
          await profilesIn(`/runs/${real.id}/removed.csv`),
        );
      }
    }),
    { numRuns: 12, seed: 20_261_124 },
  );
});
