import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aProxy } from "../../testing/a-proxy.ts";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport } from "../../testing/an-export.ts";
import { controlSimulator, strike } from "../../testing/simulator-control.ts";
import { someProfiles } from "../../testing/some-profiles.ts";
import { sendGridBaseUrls } from "../destinations/sendgrid-region.ts";

const COUNTS = "/v3/marketing/contacts/count";

let sandbox: Sandbox;
let proxy: Awaited<ReturnType<typeof aProxy>>;
/** What SendGrid says of the account's contacts, where the simulator's own number will not do. */
let counts: object | null = null;
let destinationId: string;
let listId: string;
let segmentId: string;
beforeAll(async () => {
  sandbox = await aSandbox(
    { preflightPatience: { countMs: 60_000, accountMs: 500 } },
    {},
    async ({ url }) => {
      proxy = await aProxy((_key, path) => (counts && path === COUNTS ? { answer: counts } : { url }));
      return sendGridBaseUrls(proxy.url);
    },
  );
  destinationId = await sandbox.aDestination("Marketing");
  listId = await sandbox.aList("Readers");
  const people = { ada: { email: "ada@example.com", city: "Алматы" }, bob: { email: "bob@example.com" } };
  ({ segmentId } = await someProfiles(sandbox.dataSource, people));
});
afterEach(async () => {
  counts = null;
  await controlSimulator(sandbox.simulator, "DELETE", "/faults");
});
afterAll(async () => {
  await sandbox.close();
  await proxy.close();
});

const field = (target: string, value: string) => ({ target, kind: "FIELD", value });
const email = field("email", "email");

const PREFLIGHT = `query ($input: ExportPreflightInput!) {
  exportPreflight(input: $input) {
    __typename
    ... on ExportPreflight {
      selectedCount isUpperBound newCount listContactCount
      account {
        __typename
        ... on SendGridAccount { type contactCount billableCount contactLimit headroom }
        ... on UserError { code }
      }
      warnings { code isBlocking count limit targets }
    }
    ... on UserError { code }
  }
}`;
const ask = async (input: object) => (await sandbox.ask(PREFLIGHT, { input })).exportPreflight;
const preflight = (draft: object = {}) =>
  ask({ draft: { destinationId, listId, matching: [email], segmentIds: [segmentId], ...draft } });
const codesOf = ({ warnings }: { warnings: { code: string }[] }) => warnings.map(({ code }) => code);

/** A segment of so many members, who have no profiles: only counting looks at them. */
async function aSegmentOf(
  first: number,
  last: number,
  state = "READY",
  dataSource = sandbox.dataSource,
): Promise<string> {
  const id = randomUUID();
  const count = Math.max(0, last - first + 1);
  await dataSource.query(
    `insert into segment (id, name, kind, state, member_count, created_by) values ($1, $2, 'ALL', $3, $4, $1)`,
    [id, `Segment ${id}`, state, state === "BUILDING" ? null : count],
  );
  await dataSource.query(
    "insert into segment_member (segment_id, profile_id) select $1, generate_series($2::bigint, $3::bigint)",
    [id, first, last],
  );
  return id;
}
async function limitOf(contactLimit: number | null) {
  const { updateDestination } = await sandbox.ask(
    "mutation ($input: UpdateDestinationInput!) { updateDestination(input: $input) { ... on Destination { contactLimit } } }",
    { input: { id: destinationId, contactLimit } },
  );
  expect(updateDestination).toEqual({ contactLimit });
}

describe("exportPreflight", () => {
  test("tells how many go, how full the account is, and nothing to worry about where there is nothing", async () => {
    expect(await preflight()).toEqual({
      ...{ __typename: "ExportPreflight", selectedCount: 2, isUpperBound: false, newCount: 2 },
      listContactCount: 0,
      account: {
        ...{ __typename: "SendGridAccount", type: "PAID", contactCount: 0, billableCount: 0 },
        ...{ contactLimit: null, headroom: null },
      },
      warnings: [],
    });
  });

  test("says the same of a saved export", async () => {
    const { exportId } = await anExport(sandbox, destinationId, "Saved", { a: { email: "a@example.com" } });
    expect(await ask({ exportId })).toMatchObject({ selectedCount: 1, listContactCount: 0, warnings: [] });
  });

  test("counts whoever is in several segments once", async () => {
    const segmentIds = [await aSegmentOf(1, 600), await aSegmentOf(401, 1_000)];
    expect(await preflight({ segmentIds })).toMatchObject({ selectedCount: 1_000, isUpperBound: false });
    expect(await preflight({ segmentIds: [segmentIds[0], segmentIds[0]] })).toMatchObject({
      ...{ selectedCount: 600, isUpperBound: false },
    });
  });

  test.each([
    [100_000, []],
    [100_001, ["many-profiles"]],
  ])("warns above 100,000 profiles: %i", async (count, codes) => {
    expect(codesOf(await preflight({ segmentIds: [await aSegmentOf(1, count)] }))).toEqual(codes);
  });

  test("warns where more are selected than the contract has room for, and not where they just fit", async () => {
    await limitOf(600);
    const full = await preflight({ segmentIds: [await aSegmentOf(1, 601)] });
    expect(full).toMatchObject({
      account: { contactLimit: 600, headroom: 600 },
      warnings: [{ code: "over-contract", isBlocking: false, count: 601, limit: 600 }],
    });
    expect(codesOf(await preflight({ segmentIds: [await aSegmentOf(1, 600)] }))).toEqual([]);
    await limitOf(null);
  });

  test("takes a free account's limit from SendGrid, whatever was told, and what is left from who is charged", async () => {
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { accountType: "free" });
    await limitOf(50_000);
    counts = { contact_count: 10, billable_count: 1_990 };
    const { account } = await preflight();
    await controlSimulator(sandbox.simulator, "PUT", "/settings", { accountType: "paid" });
    await limitOf(null);
    expect(account).toMatchObject({
      contactLimit: 2_000,
      contactCount: 10,
      billableCount: 1_990,
      headroom: 10,
    });
  });

  test("warns of identifiers that the account's contacts have and nothing fills", async () => {
    counts = {
      ...{ contact_count: 9, billable_count: 9 },
      identifier_counts: { EID: 9, PHNID: 4, EXTID: 3, AID: 0 },
    };
    expect(await preflight({ matching: [email, field("external_id", "city")] })).toMatchObject({
      warnings: [
        { code: "identifier-not-filled", isBlocking: false, count: 4, targets: ["phone_number_id"] },
      ],
    });
  });

  test("says which fields of the matching are gone, here and in SendGrid", async () => {
    const matching = [field("email", "gone"), field("first_name", "gone too"), field("e9_T", "city")];
    expect((await preflight({ matching })).warnings).toMatchObject([
      { code: "profile-fields-gone", isBlocking: true, targets: ["email", "first_name"] },
      { code: "matching-outdated", isBlocking: true, targets: ["e9_T"] },
    ]);
    expect((await preflight({ matching: [field("city", "city")] })).warnings).toMatchObject([
      { code: "matching-incomplete", isBlocking: true, targets: ["email"] },
    ]);
  });

  test("says that the list is gone", async () => {
    expect(await preflight({ listId: randomUUID() })).toMatchObject({
      ...{ listContactCount: null, account: { __typename: "SendGridAccount" } },
      warnings: [{ code: "list-gone", isBlocking: true }],
    });
  });

  test.each([
    ["empty", () => aSegmentOf(1, 0), { code: "nobody-selected", isBlocking: false }],
    ["being built", () => aSegmentOf(1, 5, "BUILDING"), { code: "segments-building", isBlocking: false }],
    ["broken", () => aSegmentOf(1, 5, "FAILED"), { code: "segment-failed", isBlocking: true }],
    ["gone", async () => randomUUID(), { code: "segment-not-found", isBlocking: true }],
  ])("says that a segment is %s", async (_what, segment, warning) => {
    expect((await preflight({ segmentIds: [await segment()] })).warnings[0]).toMatchObject(warning);
  });

  test("says that the key may not read the suppressions that are to be left out", async () => {
    const input = { id: destinationId, apiKey: sandbox.simulator.keys.MARKETING_ONLY };
    const UPDATE =
      "mutation ($input: UpdateDestinationInput!) { updateDestination(input: $input) { __typename } }";
    await sandbox.ask(UPDATE, { input });
    const chosen = await preflight({ suppressions: ["BOUNCE", "SPAM_REPORT"], suppressionGroupIds: [1] });
    const without = await preflight();
    await sandbox.ask(UPDATE, { input: { ...input, apiKey: sandbox.simulator.keys.GOOD } });
    expect(chosen.warnings).toMatchObject([{ code: "suppressions-unreadable", isBlocking: true }]);
    expect(chosen.account).toMatchObject({ __typename: "SendGridAccount", type: null });
    expect(without.warnings).toEqual([]);
  });

  test("needs no destination yet", async () => {
    expect(await preflight({ destinationId: null, listId: null })).toMatchObject({
      ...{ selectedCount: 2, account: null, listContactCount: null, warnings: [] },
    });
  });
});

describe("where SendGrid does not help, the local half is there and the account's is said to be missing:", () => {
  const refusals: [string, string, object, object][] = [
    ["out of order", "*", { kind: "status", status: 500 }, { code: "sendgrid-unavailable" }],
    [
      "slow",
      "GET /v3/marketing/contacts/count",
      { kind: "timeout", afterMs: 5_000 },
      { code: "sendgrid-unavailable" },
    ],
    [
      "a list that cannot be had",
      "GET /v3/marketing/lists/:id",
      { kind: "reset" },
      { code: "sendgrid-unavailable" },
    ],
    ["a refused key", "GET /v3/scopes", { kind: "status", status: 401 }, { code: "api-key-refused" }],
  ];
  test.each(refusals)("%s", async (_what, endpoint, fault, account) => {
    await strike(sandbox.simulator, endpoint, fault, 10);
    const segmentIds = [await aSegmentOf(1, 0)];
    const startedAt = performance.now();
    expect(await preflight({ segmentIds })).toMatchObject({
      ...{ selectedCount: 0, account, listContactCount: null, warnings: [{ code: "nobody-selected" }] },
    });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });

  test("a key that cannot be opened", async () => {
    const id = await sandbox.aDestination("Key file lost");
    const sealed = { v: 1, kid: "of-another-file", key: "", box: "" };
    await sandbox.dataSource.query("update destination set sealed_api_key = $2 where id = $1", [id, sealed]);
    expect(await preflight({ destinationId: id })).toMatchObject({ account: { code: "key-unreadable" } });
  });

  test("a destination that is gone", async () => {
    expect(await preflight({ destinationId: randomUUID() })).toMatchObject({
      account: { code: "not-found" },
    });
  });
});

describe("a preflight is asked", () => {
  test.each([
    ["neither", {}],
    ["both", { exportId: randomUUID(), draft: { matching: [email], segmentIds: [] } }],
  ])("of a saved export or of a draft, and not of %s", async (_what, input) => {
    expect(await ask(input)).toEqual({ __typename: "InvalidInput", code: "invalid-input" });
  });

  test.each([randomUUID(), "none"])("of an export that is there, unlike %s", async (exportId) => {
    expect(await ask({ exportId })).toEqual({ __typename: "NotFound", code: "not-found" });
  });
});

test("where telling who is in two segments takes too long, the answer is an upper bound and says so", async () => {
  const hasty = await aSandbox({ preflightPatience: { countMs: 1, accountMs: 500 } });
  try {
    const twice = [
      await aSegmentOf(1, 50_000, "READY", hasty.dataSource),
      await aSegmentOf(1, 50_000, "READY", hasty.dataSource),
    ];
    const draft = { matching: [email], segmentIds: twice };
    const { exportPreflight } = await hasty.ask(PREFLIGHT, { input: { draft } });
    expect(exportPreflight).toMatchObject({ selectedCount: 100_000, isUpperBound: true, newCount: null });
    const { exportPreflight: one } = await hasty.ask(PREFLIGHT, {
      input: { draft: { ...draft, segmentIds: [twice[0]] } },
    });
    expect(one).toMatchObject({ selectedCount: 50_000, isUpperBound: false });
  } finally {
    await hasty.close();
  }
});
