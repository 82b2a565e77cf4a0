/**
 * No screen grows slow with the years: every query that the console asks, caught from the code that asks it, explained in a
 * database that has grown. It reads no more rows than its page is about, by the index that is named here.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aServer, type TestServer } from "./testing/a-server.ts";
import { DELTA_RUN, EXPORT, growHistory, HALF_SEGMENT, MIXED_RUN, SEGMENT } from "./testing/grow-history.ts";
import { type Overheard, overhear } from "./testing/overhear.ts";
import { nodesOf, type QueryPlan, rowsThrough } from "./testing/query-plan.ts";

const PROFILES = 200_000;
const RUNS = 300;
/** Tables that grow with people. A table of runs or exports may be read whole where it is counted. */
const BIG = new Set([
  "profile",
  "segment_member",
  "run_member",
  "run_address",
  "run_exception",
  "run_removal",
  "delivery",
  "audit_event",
]);
/** A page of 50 joins a few tables; nothing may come near the thousands that a run has. */
const MOST_ROWS = 2_500;

let server: TestServer;
beforeAll(async () => {
  server = await aServer({ dueEveryMs: 3_600_000 });
  await growHistory((sql) => server.dataSource.query(sql), { profiles: PROFILES, runs: RUNS });
}, 180_000);
afterAll(async () => await server.close());

const RUN = `id state exportName selectedCount deliveredCount waitsFor { until } detailsPrunedAt startedBy { name }
  approvedBy { name } rejections { code count } suppressed { code count }`;
const outcomes = (runId: string, filter: string) =>
  `{ outcomes(runId: "${runId}"${filter}) { totalCount edges { node { kind profileKey value } } } }`;
const cursor = (...key: (string | number)[]) => Buffer.from(JSON.stringify(key)).toString("base64url");
const inTheMiddle = cursor(PROFILES / 2);
const preflight = (segmentIds: string) => `{ exportPreflight(input: { draft: {
  exportId: "${EXPORT}", destinationId: "00000000-0000-4000-8000-0000000000d1", listId: "list-1",
  segmentIds: [${segmentIds}], matching: [{ target: "email", kind: FIELD, value: "email" }] } }) { __typename } }`;

type Expectation = {
  /** A GraphQL document, or the path of a download. */
  readonly ask: string;
  /** That it goes by these. */
  readonly by?: readonly string[];
  /** Its counts end when their time is up. */
  readonly isTimed?: true;
  /** More than a page, as it is one: a download's. */
  readonly most?: number;
};

const QUERIES: Readonly<Record<string, Expectation>> = {
  "runs, newest first": {
    ask: `{ runs { totalCount edges { node { ${RUN} } } } }`,
    by: ["export_run_newest"],
  },
  "runs, a later page": {
    ask: `{ runs(after: "${cursor(new Date(Date.now() - 100 * 3_600_000).toISOString(), MIXED_RUN)}") { edges { node { id } } } }`,
    by: ["export_run_newest"],
  },
  "runs of an export": {
    ask: `{ runs(exportId: "${EXPORT}") { totalCount edges { node { ${RUN} } } } }`,
  },
  "runs in a state": { ask: `{ runs(states: [FAILED]) { totalCount edges { node { ${RUN} } } } }` },
  "one run": {
    ask: `{ run(id: "${MIXED_RUN}") { ${RUN} callTotals { endpoint callCount } } }`,
    by: ["run_call_total_pkey"],
  },
  "calls of a run": {
    ask: `{ calls(runId: "${MIXED_RUN}") { edges { node { endpoint } } } }`,
    by: ["run_call_pkey"],
  },
  "all outcomes": { ask: outcomes(MIXED_RUN, ""), by: ["run_member_pkey", "profile_pkey"] },
  "all outcomes, in the middle": {
    ask: outcomes(MIXED_RUN, `, after: "${inTheMiddle}"`),
    by: ["run_member_pkey"],
  },
  "outcomes: rejected": { ask: outcomes(MIXED_RUN, ", kind: REJECTED"), by: ["run_exception_kind"] },
  "outcomes: rejected for a rare reason": {
    ask: outcomes(MIXED_RUN, `, kind: REJECTED, code: "too-long"`),
    by: ["run_exception_reason"],
  },
  "outcomes: a rare reason, of whatever kind": {
    ask: outcomes(MIXED_RUN, `, code: "too-long"`),
    by: ["run_exception_reason"],
  },
  "outcomes: few duplicates": { ask: outcomes(MIXED_RUN, ", kind: DUPLICATE"), by: ["run_exception_kind"] },
  "outcomes: delivered": { ask: outcomes(MIXED_RUN, ", kind: DELIVERED"), by: ["run_member_to_look_at"] },
  "outcomes: delivered, in the middle": {
    ask: outcomes(MIXED_RUN, `, kind: DELIVERED, after: "${inTheMiddle}"`),
    by: ["run_member_to_look_at"],
  },
  "outcomes: few delivered": { ask: outcomes(DELTA_RUN, ", kind: DELIVERED"), by: ["run_member_to_look_at"] },
  "outcomes: few not yet settled": {
    ask: outcomes(MIXED_RUN, ", kind: ACCEPTED"),
    by: ["run_member_to_look_at"],
  },
  "outcomes: few not sent": {
    ask: outcomes(MIXED_RUN, ", kind: NOT_SENT"),
    by: ["run_member_to_look_at", "run_exception_kind"],
  },
  "outcomes: unchanged": { ask: outcomes(DELTA_RUN, ", kind: UNCHANGED"), by: ["run_member_pkey"] },
  "outcomes.csv, all": { ask: `/runs/${MIXED_RUN}/outcomes.csv`, by: ["run_member_pkey"], most: 20_000 },
  "outcomes.csv, few": {
    ask: `/runs/${DELTA_RUN}/outcomes.csv?kind=DELIVERED`,
    by: ["run_member_to_look_at"],
  },
  "removed.csv": { ask: `/runs/${DELTA_RUN}/removed.csv`, by: ["run_removal_pkey"], most: 8_000 },
  "members.csv": {
    ask: `/segments/${SEGMENT}/members.csv`,
    by: ["segment_member_pkey"],
    most: Number.POSITIVE_INFINITY,
  },
  exports: {
    ask: `{ exports { totalCount edges { node { name nextRun { at reason } lastRun { ${RUN} } segments { name } destination { name } } } } }`,
    by: ["export_run_of_export"],
  },
  destinations: { ask: "{ destinations { totalCount edges { node { name } } } }" },
  profiles: { ask: "{ profiles { totalCount edges { node { key } } } }", by: ["profile_pkey"] },
  "profiles, in the middle": {
    ask: `{ profiles(after: "${inTheMiddle}") { edges { node { key } } } }`,
    by: ["profile_pkey"],
  },
  "profiles by the beginning of an address": {
    ask: `{ profiles(search: "person19999") { totalCount edges { node { key } } } }`,
    by: ["profile_email", "profile_key_source_id_key"],
  },
  segments: { ask: "{ segments { totalCount edges { node { name usedBy } } } }" },
  "members of a segment": {
    ask: `{ segment(id: "${SEGMENT}") { members { totalCount edges { node { key } } } } }`,
    by: ["segment_member_pkey", "profile_pkey"],
  },
  refreshes: {
    ask: "{ refreshes { totalCount edges { node { state steps { state subjectName } } } } }",
    by: ["refresh_newest", "refresh_step_pkey"],
  },
  alerts: {
    ask: "{ alertDeliveries { totalCount edges { node { state } } } }",
    by: ["alert_delivery_newest"],
  },
  "a person's trail": {
    ask: `{ personTrail(person: "person77@example.com") { ... on PersonTrail { exports { edges { node { code runs { outcome { kind } } } } } } } }`,
    by: ["profile_email", "run_member_pkey"],
  },
  "preflight of one segment": { ask: preflight(`"${SEGMENT}"`), isTimed: true },
  "preflight of two segments": { ask: preflight(`"${SEGMENT}", "${HALF_SEGMENT}"`), isTimed: true },
};

async function download(path: string): Promise<void> {
  const { body, status } = await fetch(server.url + path);
  expect(status).toBe(200);
  const reader = body?.getReader();
  for (let pages = 0; pages < 3 && !(await reader?.read())?.done; ) pages += 1;
  await reader?.cancel();
}

const reads = (sql: string) =>
  /^(select|with|declare)\b/i.test(sql) && !/pg_notify|set_config|\b(insert|update|delete) /i.test(sql);

/** Statements that read, each explained as it was asked, with what was asked for and under the same settings. */
async function plansOf(heard: readonly Overheard[]) {
  return await server.dataSource.transaction(async (db) => {
    const plans: { sql: string; plan: QueryPlan }[] = [];
    for (const { sql, parameters } of heard) {
      if (sql.includes("set_config")) await db.query(sql, [...parameters]);
      if (!reads(sql.trim())) continue;
      const isCursor = sql.trim().startsWith("declare"); // it is not run: nobody knows how far it will be read
      const [{ "QUERY PLAN": plan }] = await db.query(`explain (analyze ${!isCursor}, format json) ${sql}`, [
        ...parameters,
      ]);
      plans.push({ sql, plan: plan[0].Plan });
    }
    return plans;
  });
}

const NO_TROUBLE = { large: [], sorted: [], readWhole: [] };

function troubleIn(plan: QueryPlan, most: number) {
  const nodes = nodesOf(plan);
  const tell = (node: QueryPlan) => [node["Node Type"], node["Index Name"] ?? node["Relation Name"]];
  return {
    large: nodes.filter((node) => rowsThrough(node) > most).map((node) => [...tell(node), rowsThrough(node)]),
    sorted: nodes.filter((node) => node["Node Type"] === "Sort" && node["Plan Rows"] > most).map(tell),
    readWhole: nodes
      .filter((node) => node["Node Type"].endsWith("Seq Scan") && BIG.has(node["Relation Name"] ?? ""))
      .map(tell),
  };
}

describe("a screen costs what is on it, however long the history", () => {
  test.each(Object.entries(QUERIES))("%s", async (_, { ask, by = [], isTimed = false, most = MOST_ROWS }) => {
    const heard = await overhear(server.dataSource, () =>
      ask.startsWith("/") ? download(ask) : server.ask(ask),
    );
    if (isTimed) return expect(heard.some(({ sql }) => sql.includes("statement_timeout"))).toBe(true);
    const plans = await plansOf(heard);
    expect(plans.length).toBeGreaterThan(0);
    for (const { sql, plan } of plans)
      expect({ sql, ...troubleIn(plan, most) }).toEqual({ sql, ...NO_TROUBLE });
    const used = new Set(plans.flatMap(({ plan }) => nodesOf(plan)).map((node) => node["Index Name"]));
    expect([...used]).toEqual(expect.arrayContaining([...by]));
  });
});
