import { describe, expect, test } from "vitest";
import { fail, ok } from "../result.ts";
import { someTargets } from "../testing/index.ts";
import { spelling } from "./spelling.ts";
import { NOBODY, type Person, wireRule } from "./wire-value.ts";

function toWire(targetId: string, attribute: unknown, person: Person = NOBODY) {
  const target = someTargets.find(({ id }) => id === targetId);
  if (!target) throw new Error(targetId);
  return wireRule(target, spelling())(attribute, person);
}

const LIMITS = {
  first_name: 50,
  last_name: 50,
  country: 50,
  state_province_region: 50,
  city: 60,
  address_line_1: 100,
  address_line_2: 100,
  external_id: 254,
  anonymous_id: 254,
  e1_T: 1_000,
};

describe("text", () => {
  test.each(Object.entries(LIMITS))("%s takes %i characters and refuses one more, uncut", (field, limit) => {
    expect(toWire(field, "ж".repeat(limit))).toEqual(ok("ж".repeat(limit)));
    expect(toWire(field, "ж".repeat(limit + 1))).toMatchObject(fail({ code: "too-long", field, limit }));
  });

  test("counts characters, not UTF-16 units: 50 emoji fit where 50 letters do", () => {
    expect(toWire("first_name", "😀".repeat(50))).toEqual(ok("😀".repeat(50)));
    expect(toWire("first_name", "😀".repeat(51))).toMatchObject(fail({ code: "too-long" }));
  });

  test("goes as it is, blanks around it included", () => {
    expect(toWire("city", " Алматы ")).toEqual(ok(" Алматы "));
  });

  test("numbers and booleans become text", () => {
    expect(toWire("postal_code", 50000)).toEqual(ok("50000"));
    expect(toWire("e1_T", true)).toEqual(ok("true"));
    expect(toWire("e1_T", false)).toEqual(ok("false"));
  });
});

test.each(someTargets.filter(({ id, type }) => id !== "email" && type !== "text-list").map(({ id }) => id))(
  "%s: absent, null and blank are left out, a list and an object are refused",
  (field) => {
    for (const nothing of [undefined, null, "", " \t\n\u00a0"])
      expect(toWire(field, nothing)).toEqual(ok(null));
    for (const nested of [[], ["a"], {}]) {
      expect(toWire(field, nested)).toMatchObject(fail({ code: "nested-value", field }));
    }
  },
);

describe("email", () => {
  test("is required: everything that is no text is a missing address", () => {
    for (const nothing of [undefined, null, "", 7, true, {}, []]) {
      expect(toWire("email", nothing)).toMatchObject(fail({ code: "email-missing", field: "email" }));
    }
  });
});

describe("number", () => {
  test.each([
    [15.5, 15.5],
    ["15.5", 15.5],
    [" -7 ", -7],
    ["+1e3", 1000],
    [".5", 0.5],
    [0, 0],
    [9_007_199_254_740_991, 9_007_199_254_740_991],
  ])("takes %j", (attribute, number) => {
    expect(toWire("e2_N", attribute)).toEqual(ok(number));
  });

  test.each([
    "12,5",
    "0x10",
    "1e999",
    "Infinity",
    "NaN",
    "1 000",
    "-",
    true,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])("refuses %j", (attribute) => {
    expect(toWire("e2_N", attribute)).toMatchObject(fail({ code: "number-malformed", field: "e2_N" }));
  });

  test("refuses a card number, whose last digits would get lost", () => {
    expect(toWire("e2_N", "4405639704015096")).toEqual(ok(4_405_639_704_015_096));
    expect(toWire("e2_N", "9007199254740993")).toMatchObject(fail({ code: "number-malformed" }));
  });
});

describe("places", () => {
  const inGermany: Person = { email: "ada@example.com", countryCode: "DE" };

  test("a country and a region have one spelling, however they are written", () => {
    expect(toWire("country", 398)).toEqual(ok("Kazakhstan"));
    expect(toWire("state_province_region", "BY", inGermany)).toEqual(ok("Bayern"));
  });

  test("nobody is refused for a place that is in no table: it goes as it is", () => {
    expect(toWire("country", "Lalaland ")).toEqual(ok("Lalaland "));
    expect(toWire("state_province_region", "Алматы облысы", { email: null, countryCode: "KZ" })).toEqual(
      ok("Алматы облысы"),
    );
  });

  test("a custom field or a city of the same words is left alone", () => {
    expect(toWire("e1_T", "KZ")).toEqual(ok("KZ"));
    expect(toWire("city", "BY", inGermany)).toEqual(ok("BY"));
  });
});

test("dates and phones are normalised, or refused by name and without their value", () => {
  expect(toWire("e3_D", "2021-02-11")).toEqual(ok("2021-02-11T00:00:00Z"));
  expect(toWire("phone_number_id", "+7 701 123 45 67")).toEqual(ok("+77011234567"));

  const date = toWire("e3_D", "31.12.2020");
  expect(date).toMatchObject(fail({ code: "date-malformed", field: "e3_D" }));
  const phone = toWire("phone_number_id", "8 701 123 45 67");
  expect(phone).toMatchObject(fail({ code: "phone-malformed", field: "phone_number_id" }));
  expect(JSON.stringify([date, phone])).not.toMatch(/31\.12|8 701/);
});
