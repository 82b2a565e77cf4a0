import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aGoBetween, type GoBetween } from "../../../testing/a-go-between.ts";
import { aProxy } from "../../../testing/a-proxy.ts";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../../testing/an-export.ts";
import { controlSimulator, strike } from "../../../testing/simulator-control.ts";
import { sendGridBaseUrls } from "../../destinations/sendgrid-region.ts";

let between: GoBetween;
let sandbox: Sandbox;
let destinationId: string;

beforeAll(async () => {
  between = await aGoBetween(() => sandbox.simulator.url);
  sandbox = await aSandbox({ sendGridBaseUrls: sendGridBaseUrls(between.url) });
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => {
  await sandbox.close();
  between.close();
});
afterEach(async () => {
  between.rewrite = null;
  await control("PUT", "/settings", { contactLimit: null, errorsFile: "csv" });
});

const control = (method: "PUT" | "POST", path: string, body: object) =>
  controlSimulator(sandbox.simulator, method, path, body);

/** Lets so many more contacts into the account. */
async function roomFor(contacts: number): Promise<void> {
  const state = await fetch(`${sandbox.simulator.url}/_simulator/state`);
  const { contactCount } = (await state.json()) as { contactCount: number };
  await control("PUT", "/settings", { contactLimit: contactCount + contacts });
}

const people = (prefix: string, count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`${prefix}${n}`, { email: `${prefix}${n}@example.com` }]),
  );

/** A run of so many people with room for 20, and SendGrid's errors in this format. */
async function aRunWithoutRoom(count: number, format: string) {
  const { exportId, listId } = await anExport(
    sandbox,
    destinationId,
    `Full, ${format}`,
    people(`${format}-`, count),
  );
  await roomFor(20);
  await control("PUT", "/settings", { errorsFile: format });
  const runId = await startRun(sandbox, exportId);
  return { runId, listId, ended: await endOf(sandbox, runId) };
}

describe("an account that is full", () => {
  test("ends the run as failed, for that reason, with everybody accounted for", async () => {
    const { runId, listId, ended } = await aRunWithoutRoom(5_000, "csv");
    expect(ended).toMatchObject({
      ...{ state: "FAILED", selectedCount: 5_000, acceptedCount: 5_000, deliveredCount: 20 },
      ...{ rejectedCount: 4_980, notSentCount: 0, failure: { code: "contact-limit" } },
      rejections: [{ code: "contact-limit", field: null, count: 4_980 }],
    });
    expect(await sandbox.addressesOn(listId)).toHaveLength(20);
    const { rejected, delivered } = await sandbox.ask(
      `query ($id: ID!) {
         rejected: outcomes(runId: $id, kind: REJECTED, code: "contact-limit", first: 1) {
           totalCount edges { node { kind code message batch } } }
         delivered: outcomes(runId: $id, kind: DELIVERED, first: 100) { totalCount edges { node { kind } } }
       }`,
      { id: runId },
    );
    const node = { kind: "REJECTED", code: "contact-limit", message: "you have hit your contact limit" };
    expect(rejected).toEqual({ totalCount: 4_980, edges: [{ node: { ...node, batch: 1 } }] });
    expect([delivered.totalCount, delivered.edges.length]).toEqual([20, 20]);
    expect(await sandbox.dataSource.query("select from run_refusal")).toEqual([]);
  });

  test.each(["csv-gzip", "json", "ndjson"])("says so in whatever format: %s", async (format) => {
    const { ended } = await aRunWithoutRoom(2_500, format);
    expect(ended).toMatchObject({ state: "FAILED", deliveredCount: 20, rejectedCount: 2_480 });
  });
});

describe("an account that is full, by file", () => {
  test("ends the run as failed, too, with everybody accounted for", async () => {
    const byFile = await aSandbox({
      maxUpsertsPerRun: 0,
      importing: { importLimits: { maxRows: 200, maxBytes: 1_000_000 }, rowsBeforeFile: 5 },
    });
    try {
      const destination = await byFile.aDestination("By file");
      const { exportId, listId } = await anExport(byFile, destination, "By file", people("f", 1_000));
      await controlSimulator(byFile.simulator, "PUT", "/settings", { contactLimit: 450 });
      expect(await endOf(byFile, await startRun(byFile, exportId))).toMatchObject({
        ...{ state: "FAILED", acceptedCount: 1_000, deliveredCount: 450, rejectedCount: 550 },
        ...{ failure: { code: "contact-limit" }, rejections: [{ code: "contact-limit", count: 550 }] },
      });
      expect(await byFile.addressesOn(listId)).toHaveLength(450);
    } finally {
      await byFile.close();
    }
  });
});

describe("an errors file", () => {
  test("counts whom it names once, and nobody who is not in the run", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Strangers", people("s", 10));
    await roomFor(8);
    between.rewrite = (own) =>
      `${own}"S9@Example.com","said twice"\r\n"stranger@example.com","who?"\r\n"not an address","?"\r\n`;
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
      ...{ state: "FAILED", deliveredCount: 8, rejectedCount: 2, failure: { code: "contact-limit" } },
    });
  });

  test("may hold what no database takes as text", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Zeroes", people("z", 10));
    await roomFor(8);
    between.rewrite = (own) => own.replaceAll("you have hit", "\0you have\0 hit");
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
      ...{ state: "FAILED", deliveredCount: 8, rejectedCount: 2, failure: { code: "contact-limit" } },
    });
  });

  test("says nothing of people in another batch than its job's", async () => {
    const many = people("b", 30_002);
    const { exportId } = await anExport(sandbox, destinationId, "Another batch", many);
    await roomFor(30_001);
    between.rewrite = (own) => `${own}"b0@example.com","of the first batch"\r\n`;
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
      ...{ state: "FAILED", deliveredCount: 30_001, rejectedCount: 1 },
    });
  });

  test("is read again, and counted once, where the process dies after it was read", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Killed", people("k", 3_000));
    await roomFor(500);
    await sandbox.dataSource.query(`
      create sequence settled_jobs;
      create function die_once() returns trigger language plpgsql as $$
        begin
          if nextval('settled_jobs') = 1 then raise exception 'The process dies'; end if;
          return new;
        end $$;
      create trigger die_once before update on run_job for each row execute function die_once()`);
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
      ...{ state: "FAILED", acceptedCount: 3_000, deliveredCount: 500, rejectedCount: 2_500 },
      rejections: [{ code: "contact-limit", count: 2_500 }],
    });
    await sandbox.dataSource.query("drop function die_once cascade; drop sequence settled_jobs");
  });

  test("that names fewer than were refused fails the run, and leaves nobody delivered who was not", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Unnamed", people("u", 10));
    await roomFor(8);
    between.rewrite = (own) => own.split("\r\n").slice(0, 2).join("\r\n");
    expect(await endOf(sandbox, await startRun(sandbox, exportId))).toMatchObject({
      ...{ state: "FAILED", acceptedCount: 10, deliveredCount: 0, rejectedCount: 0 },
      failure: { code: "refusals-unnamed" },
    });
    expect(await sandbox.dataSource.query("select from run_refusal")).toEqual([]);
  });
});

test("a job that went wrong without a word of how often delivers nobody, and fails the run", async () => {
  const isJob = (path: string) => path.startsWith("/v3/marketing/contacts/imports/");
  const proxy = await aProxy((_, path) =>
    isJob(path) ? { answer: { status: "errored" } } : { url: sparing.simulator.url },
  );
  const sparing = await aSandbox({ sendGridBaseUrls: sendGridBaseUrls(proxy.url) });
  try {
    const destination = await sparing.aDestination("Sparing of words");
    const { exportId } = await anExport(sparing, destination, "Sparing of words", people("w", 3));
    expect(await endOf(sparing, await startRun(sparing, exportId))).toMatchObject({
      ...{ state: "FAILED", acceptedCount: 3, deliveredCount: 0, failure: { code: "refusals-unnamed" } },
    });
  } finally {
    await sparing.close();
    await proxy.close();
  }
});

test("a request that SendGrid refuses whoever is in it is quoted without anybody's address", async () => {
  const { exportId } = await anExport(sandbox, destinationId, "Quoted", people("q", 200));
  const body = JSON.stringify({ errors: [{ message: "the address <q1@example.com> is not to our liking" }] });
  const fault = { kind: "status", status: 400, body };
  await strike(sandbox.simulator, "PUT /v3/marketing/contacts", fault, 1_000);
  try {
    const { failure } = await endOf(sandbox, await startRun(sandbox, exportId));
    expect(failure).toEqual({
      code: "refused-by-sendgrid",
      message: "SendGrid refuses the request: the address <…> is not to our liking",
    });
  } finally {
    await controlSimulator(sandbox.simulator, "DELETE", "/faults");
  }
});
