import { QueryFailedError } from "typeorm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun, watchRun } from "../../testing/an-export.ts";
import { isDatabaseAway } from "./own-fault.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({
    runPatience: {
      uploadMs: 300,
      settleMs: 5_000,
      unknownMs: 5_000,
      maxAttempts: 3,
      pauseMs: { first: 20, longest: 50 },
    },
  });
  destinationId = await sandbox.aDestination("Marketing");
  await sandbox.dataSource.query(
    `create function break_down() returns trigger language plpgsql as
       $$ begin raise unique_violation using message = 'a@example.com is there already'; end $$`,
  );
});
afterAll(async () => await sandbox.close());

const TABLES = ["run_address", "run_batch", "run_job"] as const;
const breakAt = (table: (typeof TABLES)[number], event: "insert" | "update") =>
  sandbox.dataSource.query(
    `create trigger break_down before ${event} on ${table} execute function break_down()`,
  );
async function repair() {
  for (const table of TABLES) await sandbox.dataSource.query(`drop trigger if exists break_down on ${table}`);
}
afterEach(repair);

const two = { a: { email: "a@example.com" }, b: { email: "b@example.com" } };

describe("a run that meets a fault of our own each time", () => {
  test("fails after the last attempt with a code of its own, quotes no row, and everybody has an outcome", async () => {
    const { exportId, listId } = await anExport(sandbox, destinationId, "Unprepared", two);
    await breakAt("run_address", "insert");
    const ended = await endOf(sandbox, await startRun(sandbox, exportId));
    expect(ended).toMatchObject({
      ...{ state: "FAILED", attempt: 3, failure: { code: "server-fault" } },
      ...{ selectedCount: 2, notSentCount: 2, deliveredCount: 0 },
    });
    expect(ended.failure.message).toMatch(/gave up after 3 attempts.*operator/);
    expect(ended.failure.message).not.toContain("@");
    expect(await sandbox.addressesOn(listId)).toEqual([]);
    await repair();
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
      ...{ state: "SUCCEEDED", deliveredCount: 2 },
    });
  });

  test("fails while SendGrid's answer cannot be stored, and takes nobody for delivered or for not sent", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Unsettled", two);
    await breakAt("run_job", "update");
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
      ...{ state: "FAILED", failure: { code: "server-fault" } },
      ...{ selectedCount: 2, acceptedCount: 2, deliveredCount: 0, notSentCount: 0 },
    });
  });
});

test("a run that meets one once says so, and goes on by itself", async () => {
  const { exportId, listId } = await anExport(sandbox, destinationId, "Once", two);
  await breakAt("run_address", "insert");
  const seen: { nextTryAt: string | null; failure: { code: string } | null }[] = [];
  for await (const run of watchRun(sandbox, await startRun(sandbox, exportId))) {
    if (run.nextTryAt !== null) await repair();
    seen.push(run);
  }
  expect(seen.some(({ failure }) => failure?.code === "server-fault")).toBe(true);
  expect(seen.at(-1)).toMatchObject({ state: "SUCCEEDED", deliveredCount: 2, failure: null });
  expect(await sandbox.addressesOn(listId)).toEqual(["a@example.com", "b@example.com"]);
});

describe("the database", () => {
  const failed = (code: string, message = "x") =>
    new QueryFailedError("select", [], Object.assign(new Error(message), { code }));

  test.each([
    ["that is shutting down", failed("57P01")],
    ["that cannot be reached", Object.assign(new Error("connect"), { code: "ECONNREFUSED" })],
    ["that went away", new Error("Connection terminated unexpectedly")],
    ["that has no connection left", failed("53300")],
  ])("%s is away: the run waits for it, and no attempt has failed", (_what, error) => {
    expect(isDatabaseAway(error)).toBe(true);
  });

  test.each([
    ["whose disk is full", failed("53100")],
    ["that refuses a row", failed("23505")],
    ["that was asked nonsense", failed("42601")],
  ])("%s is there", (_what, error) => {
    expect(isDatabaseAway(error)).toBe(false);
    expect(isDatabaseAway(new TypeError("x is not a function"))).toBe(false);
  });
});
