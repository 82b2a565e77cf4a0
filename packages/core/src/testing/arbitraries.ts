import fc from "fast-check";
import type { Attributes, Match } from "../mapping/data-matching.ts";
import { someTargets } from "./a-matching.ts";

const awkward = fc.constantFrom('"', "\\", "\n", "\0", "\u007f", "\u2028", " ", "{{", "}}");
const anyUnit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit)); // lone surrogates among them
const grapheme = fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 });

/** Text of every script, with what breaks JSON, templates and UTF-8. */
export const anyText = fc.string({ unit: fc.oneof(grapheme, anyUnit, awkward) });

const anything = fc.oneof(
  anyText,
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([7]),
  fc.constant({}),
);

const mostly = <Value>(good: fc.Arbitrary<Value>) =>
  fc.oneof({ arbitrary: good as fc.Arbitrary<unknown>, weight: 9 }, { arbitrary: anything, weight: 1 });

const attributes = {
  mail: mostly(fc.emailAddress()),
  phone: mostly(fc.constantFrom("+7 701 123 45 67", "0090 212 555 00 00")),
  points: mostly(
    fc.oneof(fc.integer(), fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.constant("12.50")),
  ),
  joined: mostly(fc.constantFrom("2021-02-11", "2021-02-11T23:03:03+05:00")),
  first: mostly(anyText),
  city: mostly(anyText),
  toString: anything,
  ["__proto__"]: anything,
};

/** Attributes as JSON gives them, any of them absent; nine in ten fit the field of {@link anyMatching} they are for. */
export const anyAttributes: fc.Arbitrary<Attributes> = fc
  .record(attributes, { requiredKeys: ["mail"] })
  .map((record) => JSON.parse(JSON.stringify(record)) as Attributes);

const SOURCES: Readonly<Record<string, string>> = {
  phone_number_id: "phone",
  e2_N: "points",
  e3_D: "joined",
};

/** A matching that can run: the e-mail, and any other fields, from a profile field, a constant or a template. */
export const anyMatching: fc.Arbitrary<readonly Match[]> = fc
  .subarray(someTargets.filter(({ id }) => id !== "email").map(({ id }) => id))
  .chain((targets) => fc.tuple(...targets.map((target) => anyMatch(target))))
  .map((matches) => [{ target: "email", kind: "field", value: "mail" }, ...matches]);

function anyMatch(target: string): fc.Arbitrary<Match> {
  const source = SOURCES[target];
  if (source !== undefined) return fc.constant({ target, kind: "field", value: source });
  const whenEmpty = fc.constantFrom("leave" as const, "clear" as const);
  return fc.tuple(anyValue(target), whenEmpty).map(([match, whenEmpty]) => ({ ...match, whenEmpty }));
}

function anyValue(target: string): fc.Arbitrary<Match> {
  const name = fc.constantFrom(...Object.keys(attributes));
  return fc.oneof(
    name.map((value): Match => ({ target, kind: "field", value })),
    name.map((value): Match => ({ target, kind: "template", value: `<{{${value}}}> {{ first }}` })),
    anyText.map((value): Match => ({ target, kind: "constant", value })),
  );
}
