import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import { someProfiles } from "../../testing/some-profiles.ts";

const PREFLIGHT = `query ($input: ExportPreflightInput!) {
  exportPreflight(input: $input) {
    ... on ExportPreflight {
      selectedCount isUpperBound newCount account { ... on SendGridAccount { headroom } } warnings { code isBlocking count limit }
    }
  }
}`;

let patience = { countMs: 60_000, accountMs: 5_000 };
let sandbox: Sandbox;
let exportId: string;
/** The export with two people more than those whom it has delivered. */
let draft: object;
beforeAll(async () => {
  sandbox = await aSandbox({
    preflightPatience: {
      get countMs() {
        return patience.countMs;
      },
      get accountMs() {
        return patience.accountMs;
      },
    },
  });
  const destinationId = await sandbox.aDestination("Marketing");
  const people = { cid: { email: "cid@example.com" }, dan: { email: "dan@example.com" } };
  const made = await anExport(sandbox, destinationId, "Ran before", people);
  exportId = made.exportId;
  expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({ deliveredCount: 2 });
  const [{ segmentId }] = await sandbox.dataSource.query(
    `select segment_id as "segmentId" from export_segment where export_id = $1`,
    [exportId],
  );
  const more = await someProfiles(sandbox.dataSource, {
    ...{ ada: { email: "ada@example.com" }, bob: { email: "bob@example.com" } },
  });
  draft = {
    ...{ exportId, destinationId, listId: made.listId, segmentIds: [segmentId, more.segmentId] },
    matching: [{ target: "email", kind: "FIELD", value: "email" }],
  };
});
afterAll(async () => await sandbox.close());

const ask = async (input: object) => (await sandbox.ask(PREFLIGHT, { input })).exportPreflight;
const preflight = (changed: object = {}) => ask({ draft: { ...draft, ...changed } });
const limitOf = (contactLimit: number) =>
  sandbox.dataSource.query("update destination set contact_limit = $1", [contactLimit]);

describe("a preflight of an export that has put people on its list", () => {
  test("counts who is new: whom it has not delivered", async () => {
    expect(await preflight()).toMatchObject({ selectedCount: 4, newCount: 2 });
    expect(await ask({ exportId })).toMatchObject({ selectedCount: 2, newCount: 0 });
  });

  test.each([
    ["on another list", { listId: "another" }],
    ["in an export that is none yet", { exportId: null }],
    ["in another export", { exportId: randomUUID() }],
    ["where no list is chosen", { listId: null }],
  ])("takes everybody for new %s", async (_where, changed) => {
    expect(await preflight(changed)).toMatchObject({ newCount: 4 });
  });

  test("warns where the new are more than the contract has room for, and not where only all are", async () => {
    await limitOf(4); // two of them are used
    expect(await preflight()).toMatchObject({ account: { headroom: 2 }, warnings: [] });
    await limitOf(3);
    expect((await preflight()).warnings).toEqual([
      { code: "over-contract", isBlocking: false, count: 2, limit: 1 },
    ]);
  });

  test("measures all where counting the new takes too long, and says so", async () => {
    await limitOf(3);
    patience = { ...patience, countMs: 200 };
    const lock = sandbox.dataSource.createQueryRunner();
    await lock.startTransaction();
    try {
      await lock.query("lock table segment_member in access exclusive mode");
      expect(await ask({ exportId })).toMatchObject({
        ...{ selectedCount: 2, isUpperBound: false, newCount: null },
        warnings: [{ code: "over-contract-if-all-new", isBlocking: false, count: 2, limit: 1 }],
      });
    } finally {
      patience = { ...patience, countMs: 60_000 };
      await lock.rollbackTransaction();
      await lock.release();
    }
  });
});
