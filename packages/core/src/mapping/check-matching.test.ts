import { expect, test } from "vitest";
import { aMatching, someTargets } from "../testing/index.ts";
import { checkMatching } from "./check-matching.ts";
import type { Match } from "./data-matching.ts";

const scope = { profileFields: ["mail", "first", "last"], targets: someTargets };
const issuesOf = (...matching: Match[]) =>
  checkMatching(matching, scope).map(({ index, part, code }) => `${index}.${part}: ${code}`);

test("a sound matching has no issues", () => {
  expect(
    issuesOf(
      ...aMatching({ email: "mail", first_name: "first" }),
      { target: "last_name", kind: "template", value: "{{ first }}-{{last}}" },
      { target: "e2_N", kind: "constant", value: "12" },
    ),
  ).toEqual([]);
});

test("tells everything that is wrong at once, with its place", () => {
  expect(
    issuesOf(
      { target: "email", kind: "field", value: "e-mail" },
      { target: "email", kind: "field", value: "mail" },
      { target: "e9_T", kind: "field", value: "" },
      { target: "city", kind: "constant", value: "  " },
      { target: "country", kind: "template", value: "{{first}} {{middle}}" },
    ),
  ).toEqual([
    "0.value: unknown-field",
    "1.target: target-filled-twice",
    "2.target: unknown-target",
    "2.value: unknown-field",
    "3.value: constant-empty",
    "4.value: unknown-field",
  ]);
});

test.each(["{{first}", "{{first", "first}}", "{{}}", "{{ }}", "{{first}} {{"])(
  "%s is no template",
  (value) => {
    expect(issuesOf({ target: "city", kind: "template", value })).toEqual(["0.value: template-malformed"]);
  },
);

test("single braces are text", () => {
  expect(issuesOf({ target: "city", kind: "template", value: "{ {{first}} }" })).toEqual([]);
});

test("a template that names no field should be a constant", () => {
  expect(issuesOf({ target: "city", kind: "template", value: "Almaty" })).toEqual([
    "0.value: template-without-field",
  ]);
});

test("a constant that SendGrid would refuse for everybody is refused here, with the reason", () => {
  const [issue] = checkMatching([{ target: "e2_N", kind: "constant", value: "many" }], scope);
  expect(issue).toMatchObject({ index: 0, part: "value", code: "constant-unusable" });
  expect(issue?.message).toContain("decimal number");
  expect(issuesOf({ target: "city", kind: "constant", value: "x".repeat(60) })).toEqual([]);
  expect(issuesOf({ target: "city", kind: "constant", value: "x".repeat(61) })).toEqual([
    "0.value: constant-unusable",
  ]);
});

test("only a text that is no identifier can be cleared where a profile has nothing", () => {
  const cleared = (target: string): Match => ({ target, kind: "field", value: "first", whenEmpty: "clear" });
  const refused = someTargets.filter(({ id }) =>
    issuesOf(cleared(id)).includes("0.whenEmpty: clearing-impossible"),
  );
  expect(refused.map(({ id }) => id)).toEqual([
    "email",
    "phone_number_id",
    "external_id",
    "anonymous_id",
    "alternate_emails",
    "e2_N",
    "e3_D",
  ]);
  expect(issuesOf({ ...cleared("email"), whenEmpty: "leave" })).toEqual([]);
});
