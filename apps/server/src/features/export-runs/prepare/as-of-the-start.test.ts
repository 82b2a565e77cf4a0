import { afterAll, beforeAll, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, endOf, startRun, watchRun } from "../../../testing/an-export.ts";
import { contactOf } from "../../../testing/contact-of.ts";
import { change, comeBack, leave } from "../../../testing/memberships.ts";
import { controlSimulator } from "../../../testing/simulator-control.ts";

/** Batches so small that most of the run is still to be read while the first one is under way. */
const PEOPLE = 8_000;
const inSmallBatches = {
  maxUpsertsPerRun: 0,
  importing: { importLimits: { maxRows: 500, maxBytes: 1_000_000 }, rowsBeforeFile: 0 },
};
const keys = Array.from({ length: PEOPLE }, (_, index) => `p${index + 1}`);
const addressOf = (key: string) => `${key}@start.example`;
const [NEWCOMER, LEAVER, CHANGED, REMOVED] = ["p8000", "p7999", "p7998", "p7997"] as const;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await aSandbox(inSmallBatches);
});
afterAll(async () => await sandbox.close());

test("a run is about those who were in its segments when it began, whatever becomes of segments and profiles meanwhile", {
  timeout: 60_000,
}, async () => {
  const destinationId = await sandbox.aDestination("Marketing");
  const { exportId, listId } = await anExport(
    ...[sandbox, destinationId, "As of the start"],
    Object.fromEntries(keys.map((key) => [key, { email: addressOf(key), name: "Then" }])),
  );
  await leave(sandbox, exportId, NEWCOMER);
  await controlSimulator(sandbox.simulator, "PUT", "/settings", { latencyMs: 400 });
  const runId = await startRun(sandbox, exportId);
  for await (const { state } of watchRun(sandbox, runId)) if (state === "UPLOADING") break;

  await comeBack(sandbox, exportId, NEWCOMER);
  await change(sandbox, exportId, CHANGED, { name: "Now" });
  await leave(sandbox, exportId, LEAVER);
  await sandbox.dataSource.query("delete from profile where key = $1", [REMOVED]);
  await controlSimulator(sandbox.simulator, "PUT", "/settings", { latencyMs: 0 });

  expect(await endOf(sandbox, runId)).toMatchObject({
    ...{ state: "SUCCEEDED", selectedCount: PEOPLE - 1, deliveredCount: PEOPLE - 2, rejectedCount: 1 },
    rejections: [{ code: "profile-removed", field: null, count: 1 }],
  });
  const onList = new Set(await sandbox.addressesOn(listId));
  expect(keys.filter((key) => !onList.has(addressOf(key)))).toEqual([REMOVED, NEWCOMER]);
  expect((await contactOf(sandbox, addressOf(CHANGED))).first_name).toBe("Now");

  expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
    ...{ selectedCount: PEOPLE - 2, unchangedCount: PEOPLE - 3, deliveredCount: 1, rejectedCount: 0 },
  });
});
