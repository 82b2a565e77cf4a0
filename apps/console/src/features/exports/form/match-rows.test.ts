import { RESERVED_FIELDS } from "@keruen/core";
import { describe, expect, test } from "vitest";
import { emptyRow, matchingOf, rowIssues, rowsOf, USUAL_TARGETS, withSuggestions } from "./match-rows.ts";

const scope = { profileFields: ["email", "first_name"], targets: RESERVED_FIELDS };

describe("rowsOf", () => {
  test("has a row for each usual field, filled or not, and for every other one that is filled", () => {
    const rows = rowsOf([
      { target: "e1_T", kind: "CONSTANT", value: "keruen", whenEmpty: "LEAVE" },
      { target: "email", kind: "FIELD", value: "mail", whenEmpty: "LEAVE" },
    ]);
    expect(rows.map(({ target }) => target)).toEqual([...USUAL_TARGETS, "e1_T"]);
    expect(rows[0]).toMatchObject({ target: "email", value: "mail" });
    expect(rows[1]).toEqual(emptyRow("first_name"));
  });

  test("saves what it was made of", () => {
    const matching = [
      { target: "email", kind: "FIELD" as const, value: "mail", whenEmpty: "LEAVE" as const },
      { target: "e1_T", kind: "TEMPLATE" as const, value: "{{a}} {{b}}", whenEmpty: "CLEAR" as const },
    ];
    expect(matchingOf(rowsOf(matching))).toEqual(matching);
  });
});

describe("withSuggestions", () => {
  test("fills what is empty and marks it; what a person chose stays", () => {
    const rows = rowsOf([{ target: "email", kind: "FIELD", value: "work_mail", whenEmpty: "LEAVE" }]);
    const filled = withSuggestions(rows, [
      { target: "email", kind: "field", value: "email" },
      { target: "city", kind: "field", value: "town" },
    ]);
    expect(filled.find(({ target }) => target === "email")).toMatchObject({
      value: "work_mail",
      isSuggested: false,
    });
    expect(filled.find(({ target }) => target === "city")).toMatchObject({
      value: "town",
      isSuggested: true,
    });
  });

  test("brings a custom field in as a row of its own, once", () => {
    const suggestion = { target: "e1_T", kind: "field" as const, value: "loyalty" };
    const once = withSuggestions(rowsOf([]), [suggestion]);
    expect(once.at(-1)).toMatchObject({ target: "e1_T", value: "loyalty", isSuggested: true });
    expect(withSuggestions(once, [suggestion])).toHaveLength(once.length);
  });
});

describe("rowIssues", () => {
  test("asks for the e-mail address, and for nothing else", () => {
    expect([...rowIssues(rowsOf([]), scope)]).toEqual([
      ["email", { code: "required", message: "Match email." }],
    ]);
  });

  test("finds nothing wrong with a matching that core passes", () => {
    expect(
      rowIssues(rowsOf([{ target: "email", kind: "FIELD", value: "email", whenEmpty: "LEAVE" }]), scope).size,
    ).toBe(0);
  });

  test.each([
    ["a field that profiles do not have", "FIELD", "gone", "unknown-field"],
    ["a constant without text", "CONSTANT", " ", "constant-empty"],
    ["a template that names nothing", "TEMPLATE", "hello", "template-without-field"],
    ["a template with a brace left open", "TEMPLATE", "{{first_name", "template-malformed"],
  ] as const)("tells of %s under its row", (_, kind, value, code) => {
    const rows = rowsOf([
      { target: "email", kind: "FIELD", value: "email", whenEmpty: "LEAVE" },
      { target: "city", kind, value, whenEmpty: "LEAVE" },
    ]);
    expect([...rowIssues(rows, scope)].map(([target, issue]) => [target, issue.code])).toEqual([
      ["city", code],
    ]);
  });
});
