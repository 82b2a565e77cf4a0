import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../../testing/an-export.ts";
import { controlSimulator } from "../../../testing/simulator-control.ts";

const PEOPLE = 8_000;
const people = (prefix: string) =>
  Object.fromEntries(
    Array.from({ length: PEOPLE }, (_, n) => [`${prefix}${n}`, { email: `${prefix}${n}@example.com` }]),
  );

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({
    maxUpsertsPerRun: 0,
    importing: { importLimits: { maxRows: 500, maxBytes: 1_000_000 }, rowsBeforeFile: 0 },
  });
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());

/** Until a run is canceled, its process dies each time when SendGrid has accepted a batch, before that is stored. */
beforeEach(async () => {
  await sandbox.dataSource.query(`
    create function die() returns trigger language plpgsql as $$
      begin
        if new.accepted_count > 0 and exists (
          select from export_run where id = new.run_id and cancel_requested_at is null
        ) then raise exception 'The process dies'; end if;
        return new;
      end $$;
    create trigger die before insert on run_batch for each row execute function die()`);
});
afterEach(async () => {
  await sandbox.dataSource.query("drop function if exists die cascade");
  await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: false });
});

/** A run whose first batch SendGrid has taken, and nobody else knows it. */
async function anInterruptedRun(name: string) {
  const { exportId, listId } = await anExport(sandbox, destinationId, name, people(name));
  const runId = await startRun(sandbox, exportId);
  await expect.poll(() => sandbox.addressesOn(listId), { timeout: 20_000 }).not.toHaveLength(0);
  return { runId, listId };
}

const recorded = async (listId: string): Promise<number> =>
  (await sandbox.dataSource.query("select count(*) from delivery where list_id = $1", [listId]))[0].count;

test("a run canceled after its process died ends with everybody on the list known as delivered", {
  timeout: 60_000,
}, async () => {
  const { runId, listId } = await anInterruptedRun("canceled");
  await sandbox.ask("mutation ($id: ID!) { cancelRun(runId: $id) { __typename } }", { id: runId });
  const ended = await endOf(sandbox, runId);
  const onList = (await sandbox.addressesOn(listId)).length;
  expect(ended).toMatchObject({
    ...{ state: "CANCELED", failure: null, selectedCount: PEOPLE },
    ...{ deliveredCount: onList, notSentCount: PEOPLE - onList },
  });
  expect(onList).toBeLessThan(PEOPLE);
  expect(await recorded(listId)).toBe(onList);
});

test("a run that fails for good after its process died says that SendGrid may have taken people", {
  timeout: 60_000,
}, async () => {
  const { runId } = await anInterruptedRun("revoked");
  await controlSimulator(sandbox.simulator, "PUT", "/keys/GOOD", { isRevoked: true });
  const ended = await endOf(sandbox, runId);
  expect(ended).toMatchObject({ state: "FAILED", notSentCount: PEOPLE, failure: { code: "key-refused" } });
  expect(ended.failure.message).toContain("SendGrid may have taken some who are told as not sent");
});
