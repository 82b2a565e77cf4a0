import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ColumnTally } from "./column-tally.ts";
import { suggestColumns } from "./suggest-columns.ts";

const columnOf = (name: string, values: readonly string[]) => {
  const tally = new ColumnTally(name);
  for (const value of values) tally.takeText(value);
  return tally;
};
const typeOf = (...values: string[]) => columnOf("field", values).type;

describe("ColumnTally", () => {
  test.each([
    ["NUMBER", ["0", "-12", "3.50", ""]],
    ["NUMBER", ["999999999999999"]],
    ["BOOLEAN", ["true", "FALSE", " "]],
    ["DATE", ["2024-02-29", "2023-01-01T10:00:00Z", "1999-12-31 23:59:59.5+05:30"]],
    ["TEXT", []],
    ["TEXT", ["", " ", "\u00a0"]],
  ])("takes as %s: %j", (type, values) => {
    expect(typeOf(...values)).toBe(type);
  });

  test.each([
    ["a postal code", "01067"],
    ["a phone", "+77011234567"],
    ["a card number", "4111111111111111"],
    ["a power of ten", "1e5"],
    ["a decimal comma", "1,5"],
    ["blanks around", " 5"],
    ["nothing behind the point", "5."],
    ["a day that does not exist", "2023-02-29"],
    ["a date of another order", "31.12.2024"],
    ["an hour that does not exist", "2024-01-01T25:00"],
    ["yes", "yes"],
  ])("leaves %s text", (_, value) => {
    expect(typeOf(value)).toBe("TEXT");
  });

  test("one value of another kind makes the whole column text, wherever it stands", () => {
    expect(typeOf("1", "2", "n/a")).toBe("TEXT");
    expect(typeOf("true", "1")).toBe("TEXT");
  });

  test("what SendGrid has as text stays text: a postal code of digits is no number", () => {
    expect(columnOf("Postal code", ["10115", "60311"]).type).toBe("TEXT");
  });

  test("the JSON that it keeps always reads back as the file's own text, and a blank as nothing", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }).map((any) => any.toWellFormed()),
      fc.double().map(String),
      fc.integer().map(String),
      fc.constantFrom("true", "false", "-0", "1.0", "00", "1e21", "2024-01-01", "null"),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 10 }), (values) => {
        const tally = new ColumnTally("field");
        for (const value of values) {
          const json = tally.takeText(value);
          if (value.trim() === "") expect(json).toBeNull();
          else expect(String(JSON.parse(json ?? "null"))).toBe(value);
        }
      }),
    );
  });

  test("keeps three samples of ten million values, each cut to a hundred characters", () => {
    const tally = columnOf("field", ["a", "a", "b".repeat(500), "c", "d"]);
    expect(tally.samples).toEqual(["a", "b".repeat(100), "c"]);
  });
});

describe("suggestColumns", () => {
  const suggest = (columns: Readonly<Record<string, readonly string[]>>) => {
    const tallies = Object.entries(columns).map(([name, values]) => columnOf(name, values));
    return suggestColumns(tallies, Object.values(columns)[0]?.length ?? 0);
  };
  const emails = ["ada@example.com", "bob@example.com", "n/a"];

  test("prefers the column that is named like an id over others that are as unique", () => {
    expect(suggest({ name: ["a", "b", "c"], customerId: ["1", "2", "3"], mail: emails })).toEqual({
      idField: "customerId",
      emailField: "mail",
    });
  });

  test("takes no id that repeats or is missing, whatever its name", () => {
    expect(suggest({ id: ["1", "1", "2"], key: ["1", "", "2"], name: ["a", "b", "c"] }).idField).toBeNull();
  });

  test("takes the addresses for the id where there is nothing else and each is another", () => {
    expect(suggest({ mail: ["ada@example.com", "bob@example.com"], name: ["A", "A"] }).idField).toBe("mail");
  });

  test("of two columns of addresses takes the one that is named so", () => {
    expect(suggest({ id: ["1", "2", "3"], referrer: emails, "E-Mail": emails }).emailField).toBe("E-Mail");
  });
});
