import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aServer, type TestServer } from "../../testing/a-server.ts";
import { aSource, clearProfiles } from "../../testing/a-source.ts";
import type { Rule, RuleOperator } from "./rule/rule.ts";

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
beforeEach(async () => {
  await aSource(
    server,
    "id,city,visits,since\n1,Almaty,3,2024-01-01\n2,almaty,12,2024-06-01\n3,Astana,7,\n4,,,\n",
  );
});
afterEach(async () => await clearProfiles(server));
afterAll(async () => await server.close());

const SEGMENT = "id name kind state failure memberCount builtAt usedBy members { edges { node { key } } }";
const ISSUES = "... on InvalidInput { issues { path code } }";

const create = async (input: object) =>
  (
    await server.ask(
      `mutation ($input: CreateSegmentInput!) { createSegment(input: $input) { __typename ... on Segment { ${SEGMENT} } ${ISSUES} } }`,
      { input },
    )
  ).createSegment;

const update = async (input: object) =>
  (
    await server.ask(
      `mutation ($input: UpdateSegmentInput!) { updateSegment(input: $input) { __typename ... on Segment { ${SEGMENT} } ${ISSUES} } }`,
      { input },
    )
  ).updateSegment;

const remove = async (id: string) =>
  (
    await server.ask(
      `mutation ($id: ID!) { removeSegment(id: $id) { __typename ... on SegmentRemoved { id } ... on SegmentInUse { exports } } }`,
      { id },
    )
  ).removeSegment;

const preview = async (rule: Rule) =>
  (
    await server.ask(
      `query ($rule: RuleGroupInput!) { segmentPreview(rule: $rule) { ... on SegmentPreview { memberCount members { key } } ${ISSUES} } }`,
      { rule },
    )
  ).segmentPreview;

const one = (field: string, operator: RuleOperator, ...values: string[]): Rule => ({
  join: "AND",
  conditions: [{ field, operator, values }],
  groups: [],
});
const keysOf = ({ members }: { members: { edges: { node: { key: string } }[] } }) =>
  members.edges.map(({ node }) => node.key);

describe("createSegment", () => {
  test("answers with the segment once it has been built: who is in it, and how many", async () => {
    const segment = await create({
      name: " Almaty ",
      kind: "DYNAMIC",
      rule: one("city", "EQUALS", "ALMATY"),
    });
    expect(segment).toMatchObject({
      name: "Almaty",
      state: "READY",
      failure: null,
      memberCount: 2,
      usedBy: [],
    });
    expect(segment.builtAt).toMatch(/Z$/);
    expect(keysOf(segment)).toEqual(["1", "2"]);
  });

  test("of kind ALL takes everybody, and those who come later", async () => {
    const { id } = await create({ name: "Everybody", kind: "ALL" });
    await aSource(server, "id\n5\n6\n");
    const { segment } = await server.ask(
      `query ($id: ID!) { segment(id: $id) { ${SEGMENT} rule { join } } }`,
      { id },
    );
    expect(segment).toMatchObject({ memberCount: 6, rule: null });
    expect(keysOf(segment)).toEqual(["1", "2", "3", "4", "5", "6"]);
  });

  test("gives the rule back as it was sent, groups and all", async () => {
    const rule: Rule = {
      join: "OR",
      conditions: [],
      groups: [one("visits", "BETWEEN", "3", "7"), one("city", "IS_NOT_SET")],
    };
    const { id, memberCount } = await create({ name: "Nested", kind: "DYNAMIC", rule });
    const { segment } = await server.ask(
      `query ($id: ID!) { segment(id: $id) { rule { join conditions { field } groups { join conditions { field operator values } groups { join } } } } }`,
      { id },
    );
    expect(segment.rule).toEqual(rule);
    expect(memberCount).toBe(3);
  });

  test.each<[string, Rule, string, string]>([
    ["a field nobody has", one("town", "EQUALS", "x"), "rule.conditions.0.field", "unknown-field"],
    [
      "an operator that does not fit",
      one("city", "GREATER_THAN", "x"),
      "rule.conditions.0.operator",
      "operator-unfit",
    ],
    [
      "text asked of a number",
      one("visits", "CONTAINS", "1"),
      "rule.conditions.0.operator",
      "operator-unfit",
    ],
    ["too few values", one("visits", "BETWEEN", "1"), "rule.conditions.0.values", "value-count"],
    ["too many values", one("city", "EQUALS", "a", "b"), "rule.conditions.0.values", "value-count"],
    ["a value for what takes none", one("city", "IS_SET", "a"), "rule.conditions.0.values", "value-count"],
    [
      "what is no number",
      one("visits", "ONE_OF", "1", "one"),
      "rule.conditions.0.values.1",
      "number-malformed",
    ],
    [
      "what is no date",
      one("since", "LESS_THAN", "2024-02-30"),
      "rule.conditions.0.values.0",
      "date-malformed",
    ],
    ["a blank", one("city", "EQUALS", " "), "rule.conditions.0.values.0", "value-blank"],
    ["U+0000", one("city", "EQUALS", "a\0"), "rule.conditions.0.values.0", "value-unreadable"],
    ["what is too long", one("city", "EQUALS", "x".repeat(1_001)), "rule.conditions.0.values.0", "too-long"],
    [
      "something wrong deep inside",
      { join: "AND", conditions: [], groups: [one("city", "IS_SET"), one("town", "IS_SET")] },
      "rule.groups.1.conditions.0.field",
      "unknown-field",
    ],
  ])("refuses %s, by its path", async (_, rule, path, code) => {
    expect(await create({ name: "Wrong", kind: "DYNAMIC", rule })).toEqual({
      __typename: "InvalidInput",
      issues: [{ path, code }],
    });
    expect(await preview(rule)).toEqual({ issues: [{ path, code }] });
  });

  test("refuses rules that are nested too deep or have too many parts", async () => {
    const nested = (depth: number): Rule => ({
      join: "AND",
      conditions: [],
      groups: depth === 1 ? [] : [nested(depth - 1)],
    });
    const wide = (count: number): Rule => ({
      join: "OR",
      groups: [],
      conditions: Array.from({ length: count }, () => ({
        field: "city",
        operator: "IS_SET" as const,
        values: [],
      })),
    });
    expect(await preview(nested(5))).toMatchObject({ memberCount: 4 });
    expect(await preview(nested(6))).toEqual({ issues: [{ path: "rule", code: "rule-too-deep" }] });
    expect(await preview(wide(100))).toMatchObject({ memberCount: 3 });
    expect(await preview(wide(101))).toEqual({ issues: [{ path: "rule", code: "rule-too-large" }] });
  });

  test("refuses names that are missing or taken, and kinds that do not fit the rule", async () => {
    await create({ name: "Қала", kind: "ALL" });
    expect(await create({ name: "ҚАЛА", kind: "ALL" })).toMatchObject({
      issues: [{ path: "name", code: "name-taken" }],
    });
    expect(await create({ name: "", kind: "DYNAMIC" })).toMatchObject({
      issues: [
        { path: "name", code: "name-missing" },
        { path: "rule", code: "rule-missing" },
      ],
    });
    expect(await create({ name: "Both", kind: "ALL", rule: one("city", "IS_SET") })).toMatchObject({
      issues: [{ path: "rule", code: "rule-unwanted" }],
    });
  });
});

describe("updateSegment", () => {
  test("changes name and rule, and answers with the new members", async () => {
    const { id } = await create({ name: "Old", kind: "DYNAMIC", rule: one("city", "IS_SET") });
    const segment = await update({ id, name: "New", rule: one("visits", "GREATER_THAN", "5") });
    expect(segment).toMatchObject({ id, name: "New", state: "READY", memberCount: 2 });
    expect(keysOf(segment)).toEqual(["2", "3"]);
  });

  test("refuses another one's name, keeps its own, and does not find what is gone", async () => {
    await create({ name: "Taken", kind: "ALL" });
    const { id } = await create({ name: "Mine", kind: "ALL" });
    expect(await update({ id, name: "TAKEN" })).toMatchObject({
      issues: [{ path: "name", code: "name-taken" }],
    });
    expect(await update({ id, name: "MINE" })).toMatchObject({ name: "MINE" });
    expect(await update({ id: randomUUID(), name: "Gone" })).toEqual({ __typename: "NotFound" });
  });

  test("nobody who reads meanwhile ever sees half of the old members or half of the new", async () => {
    await aSource(
      server,
      `id,group\n${Array.from({ length: 20_000 }, (_, n) => `g${n},${n % 2}`).join("\n")}\n`,
    );
    const { id } = await create({ name: "Half", kind: "DYNAMIC", rule: one("group", "EQUALS", "0") });
    const seen = new Set<string>();
    let isDone = false;
    const watching = (async () => {
      while (!isDone) {
        const [row] = await server.dataSource.query(
          `select count(*) as all, count(*) filter (where attributes->>'group' = '0') as even
           from segment_member join profile on profile.id = profile_id where segment_id = $1`,
          [id],
        );
        seen.add(`${row.all} of which ${row.even}`);
      }
    })();
    for (const group of ["1", "0", "1"])
      await update({ id, name: "Half", rule: one("group", "EQUALS", group) });
    isDone = true;
    await watching;
    expect([...seen].toSorted()).toEqual(["10000 of which 0", "10000 of which 10000"]);
  });
});

describe("a segment whose rule no longer fits the profiles", () => {
  test("says so, keeps the members it had, and is well again once the rule is changed", async () => {
    const { id } = await create({ name: "Often", kind: "DYNAMIC", rule: one("visits", "GREATER_THAN", "5") });
    await aSource(server, "id,visits\na,many\n");
    const { segment } = await server.ask(`query ($id: ID!) { segment(id: $id) { ${SEGMENT} } }`, { id });
    expect(segment).toMatchObject({ state: "FAILED", memberCount: 2 });
    expect(segment.failure).toMatch(/^The rule no longer fits the profiles\. .* Change the rule\.$/);
    expect(keysOf(segment)).toEqual(["2", "3"]);
    expect(await update({ id, name: "Often", rule: one("visits", "EQUALS", "MANY") })).toMatchObject({
      state: "READY",
      failure: null,
      memberCount: 1,
    });
  });
});

describe("removeSegment", () => {
  test("takes it and its members away, unless exports use it: then it names them", async () => {
    const { id } = await create({ name: "Used", kind: "ALL" });
    const exportId = await anExport("Weekly", id);
    expect(await remove(id)).toEqual({ __typename: "SegmentInUse", exports: ["Weekly"] });
    expect(
      (await server.ask("{ segments { edges { node { usedBy } } } }")).segments.edges[0].node.usedBy,
    ).toEqual(["Weekly"]);

    await server.dataSource.query("delete from export where id = $1", [exportId]);
    expect(await remove(id)).toEqual({ __typename: "SegmentRemoved", id });
    expect(await server.dataSource.query("select from segment_member")).toEqual([]);
    expect(await remove(id)).toEqual({ __typename: "NotFound" });
  });
});

describe("segments", () => {
  test("come by name without regard to capitals, page by page, and each member page by page", async () => {
    for (const name of ["б", "A", "b", "Ә", "a b"]) await create({ name, kind: "ALL" });
    const names: string[] = [];
    let after: string | null = null;
    do {
      const { segments } = await server.ask(
        `query ($after: String) { segments(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { name } } } }`,
        { after },
      );
      expect(segments.totalCount).toBe(5);
      names.push(...segments.edges.map(({ node }: never) => (node as { name: string }).name));
      after = segments.pageInfo.hasNextPage ? segments.pageInfo.endCursor : null;
    } while (after !== null);
    expect(names).toEqual(["A", "a b", "b", "б", "Ә"]);

    const MEMBERS =
      "members(first: 3, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { key } } }";
    const page = async (cursor: string | null) =>
      (
        await server.ask(`query ($after: String) { segments(first: 1) { edges { node { ${MEMBERS} } } } }`, {
          after: cursor,
        })
      ).segments.edges[0].node;
    const first = await page(null);
    expect([first.members.totalCount, keysOf(first)]).toEqual([4, ["1", "2", "3"]]);
    const second = await page(first.members.pageInfo.endCursor);
    expect([second.members.pageInfo.hasNextPage, keysOf(second)]).toEqual([false, ["4"]]);
  });
});

describe("segmentPreview", () => {
  test("counts everybody, shows the first ten, and stores nothing", async () => {
    await aSource(server, `id,city\n${Array.from({ length: 30 }, (_, n) => `x${n},Aktau`).join("\n")}\n`);
    const shown = await preview(one("city", "STARTS_WITH", "a"));
    expect(shown.memberCount).toBe(33);
    expect(shown.members).toHaveLength(10);
    expect((await server.ask("{ segments { totalCount } }")).segments.totalCount).toBe(0);
  });

  test("an empty group takes everybody", async () => {
    expect(await preview({ join: "OR", conditions: [], groups: [] })).toMatchObject({ memberCount: 4 });
  });
});

async function anExport(name: string, segmentId: string): Promise<string> {
  const id = randomUUID();
  await server.dataSource.query(
    `with destination as (
       insert into destination (id, name, state, api_key_id, sealed_api_key, created_by)
       values ($1, $2, 'READY', 'key', '{}', $1) returning id
     ), export as (
       insert into export (id, name, destination_id, list_id, list_name, matching, created_by)
       select id, $2, id, 'list', 'List', '[]', id from destination returning id
     )
     insert into export_segment (export_id, segment_id) select id, $3 from export`,
    [id, name, segmentId],
  );
  return id;
}
