/**
 * No screen grows slow with the years: every query that the console asks, caught from the code that asks it, explained in a
 * database that has grown. It reads no more rows than its page is about, by the index that is named here.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aServer, type TestServer } from "./testing/a-server.ts";
import { growHistory } from "./testing/grow-history.ts";
import { type Overheard, overhear } from "./testing/overhear.ts";
import { nodesOf, type QueryPlan, rowsThrough } from "./testing/query-plan.ts";
import { screensOf } from "./testing/screens.ts";

const HISTORY = { profiles: 200_000, runs: 300 };
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
  await growHistory((sql) => server.dataSource.query(sql), HISTORY);
}, 180_000);
afterAll(async () => await server.close(), 180_000); // to drop what has grown takes a checkpoint

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
  test.each(Object.entries(screensOf(HISTORY)))(
    "%s",
    async (_, { ask, by = [], isTimed = false, most = MOST_ROWS }) => {
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
    },
  );
});
