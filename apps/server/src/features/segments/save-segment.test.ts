import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aServer, type TestServer } from "../../testing/a-server.ts";
import { aSource, clearProfiles } from "../../testing/a-source.ts";
import { keysOf, one, type Segments, segmentsOf } from "../../testing/segments.ts";
import type { Rule } from "./rule/rule.ts";

let server: TestServer;
let segments: Segments;
beforeAll(async () => {
  server = await aServer();
  segments = segmentsOf(server);
});
beforeEach(async () => {
  await aSource(
    server,
    "id,city,visits,since\n1,Almaty,3,2024-01-01\n2,almaty,12,2024-06-01\n3,Astana,7,\n4,,,\n",
  );
});
afterEach(async () => await clearProfiles(server));
afterAll(async () => await server.close());

describe("createSegment", () => {
  test("answers with the segment once it has been built: who is in it, and how many", async () => {
    const segment = await segments.create({
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
    const { id } = await segments.create({ name: "Everybody", kind: "ALL" });
    await aSource(server, "id\n5\n6\n");
    const segment = await segments.byId(id);
    expect(segment).toMatchObject({ memberCount: 6, rule: null });
    expect(keysOf(segment)).toEqual(["1", "2", "3", "4", "5", "6"]);
  });

  test("gives the rule back as it was sent, groups and all", async () => {
    const rule: Rule = {
      join: "OR",
      conditions: [],
      groups: [one("visits", "BETWEEN", "3", "7"), one("city", "IS_NOT_SET")],
    };
    const { id, memberCount } = await segments.create({ name: "Nested", kind: "DYNAMIC", rule });
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
    expect(await segments.create({ name: "Wrong", kind: "DYNAMIC", rule })).toEqual({
      __typename: "InvalidInput",
      issues: [{ path, code }],
    });
    expect(await segments.preview(rule)).toEqual({ issues: [{ path, code }] });
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
    expect(await segments.preview(nested(5))).toMatchObject({ memberCount: 4 });
    expect(await segments.preview(nested(6))).toEqual({ issues: [{ path: "rule", code: "rule-too-deep" }] });
    expect(await segments.preview(wide(100))).toMatchObject({ memberCount: 3 });
    expect(await segments.preview(wide(101))).toEqual({ issues: [{ path: "rule", code: "rule-too-large" }] });
  });

  test("refuses names that are missing or taken, and kinds that do not fit the rule", async () => {
    await segments.create({ name: "Қала", kind: "ALL" });
    expect(await segments.create({ name: "ҚАЛА", kind: "ALL" })).toMatchObject({
      issues: [{ path: "name", code: "name-taken" }],
    });
    expect(await segments.create({ name: "", kind: "DYNAMIC" })).toMatchObject({
      issues: [
        { path: "name", code: "name-missing" },
        { path: "rule", code: "rule-missing" },
      ],
    });
    expect(await segments.create({ name: "Both", kind: "ALL", rule: one("city", "IS_SET") })).toMatchObject({
      issues: [{ path: "rule", code: "rule-unwanted" }],
    });
  });
});

describe("updateSegment", () => {
  test("changes name and rule, and answers with the new members", async () => {
    const { id } = await segments.create({ name: "Old", kind: "DYNAMIC", rule: one("city", "IS_SET") });
    const segment = await segments.update({ id, name: "New", rule: one("visits", "GREATER_THAN", "5") });
    expect(segment).toMatchObject({ id, name: "New", state: "READY", memberCount: 2 });
    expect(keysOf(segment)).toEqual(["2", "3"]);
  });

  test("refuses another one's name, keeps its own, and does not find what is gone", async () => {
    await segments.create({ name: "Taken", kind: "ALL" });
    const { id } = await segments.create({ name: "Mine", kind: "ALL" });
    expect(await segments.update({ id, name: "TAKEN" })).toMatchObject({
      issues: [{ path: "name", code: "name-taken" }],
    });
    expect(await segments.update({ id, name: "MINE" })).toMatchObject({ name: "MINE" });
    expect(await segments.update({ id: randomUUID(), name: "Gone" })).toEqual({ __typename: "NotFound" });
  });
});
