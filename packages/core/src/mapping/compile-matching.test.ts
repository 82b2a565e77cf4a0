import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SendGridContact } from "../contact/contact.ts";
import type { TargetField } from "../contact/target-field.ts";
import { fail, ok } from "../result.ts";
import { anyAttributes, anyMatching } from "../testing/arbitraries.ts";
import { aMatching, someTargets } from "../testing/index.ts";
import { compileMatching, matchedValues } from "./compile-matching.ts";
import type { Attributes, Match } from "./data-matching.ts";

const matching: readonly Match[] = [
  ...aMatching({ e2_N: "points", first_name: "first", email: "mail", e3_D: "joined" }),
  { target: "country", kind: "constant", value: "Қазақстан" },
  { target: "e1_T", kind: "template", value: "{{first}} from {{city}}" },
];

const contactOf = (attributes: Attributes) => {
  const prepared = compileMatching(matching, someTargets)(attributes);
  return prepared.ok ? (JSON.parse(prepared.value.json) as SendGridContact) : prepared.failure;
};

describe("compileMatching", () => {
  test("makes one contact: own fields by name, custom ones by id under custom_fields", () => {
    const attributes = {
      mail: " Ada@Example.com",
      first: "Ada",
      points: "12.50",
      joined: "2021-02-11",
      city: "Алматы",
    };
    expect(contactOf(attributes)).toEqual({
      email: "ada@example.com",
      first_name: "Ada",
      country: "Kazakhstan",
      custom_fields: { e2_N: 12.5, e3_D: "2021-02-11T00:00:00Z", e1_T: "Ada from Алматы" },
    });
  });

  test("leaves out what a profile does not have, so that SendGrid keeps what it has", () => {
    expect(contactOf({ mail: "ada@example.com", first: " ", points: null })).toEqual({
      email: "ada@example.com",
      country: "Kazakhstan",
    });
  });

  test("clears on request alone, and only what can be cleared: an empty text where a profile has nothing", () => {
    const clear = (target: string): Match => ({ target, kind: "field", value: target, whenEmpty: "clear" });
    const prepare = compileMatching(
      [
        ...aMatching({ email: "mail", last_name: "last" }),
        ...["city", "e1_T", "e2_N", "external_id"].map(clear),
      ],
      someTargets,
    );
    const jsonOf = (attributes: Attributes) => {
      const prepared = prepare({ mail: "ada@example.com", ...attributes });
      return prepared.ok ? JSON.parse(prepared.value.json) : prepared.failure.code;
    };
    const cleared = { email: "ada@example.com", city: "", custom_fields: { e1_T: "" } };
    expect(jsonOf({})).toEqual(cleared);
    expect(jsonOf({ city: " ", e1_T: null, last: "" })).toEqual(cleared);
    expect(jsonOf({ city: "Almaty", e1_T: 0 })).toMatchObject({
      city: "Almaty",
      custom_fields: { e1_T: "0" },
    });
  });

  test("tells whose contact another field spoils, where the address itself is sound", () => {
    const prepare = compileMatching(aMatching({ email: "mail", city: "city" }), someTargets);
    const tooLong = "x".repeat(61);
    expect(prepare({ mail: "ADA@example.com", city: tooLong })).toMatchObject({
      failure: { code: "too-long" },
      email: "ada@example.com",
    });
    expect(prepare({ mail: "nobody", city: tooLong })).toMatchObject({ email: null });
    expect(prepare({ city: tooLong })).toMatchObject({ email: null });
  });

  test("gives the e-mail and the weight beside the JSON", () => {
    const prepared = compileMatching(aMatching({ email: "mail", city: "city" }), someTargets);
    expect(prepared({ mail: "ADA@example.com", city: "Әл" })).toEqual(
      ok({ email: "ada@example.com", json: '{"email":"ada@example.com","city":"Әл"}', bytes: 41 }),
    );
  });

  test("weighs ids of custom fields too, whatever SendGrid makes them of", () => {
    const target: TargetField = { id: "ж1", name: "x", type: "text", custom: true, maxLength: 9 };
    const prepared = compileMatching(aMatching({ email: "mail", ж1: "x" }), [...someTargets, target]);
    const json = '{"email":"ada@example.com","custom_fields":{"ж1":"y"}}';
    expect(prepared({ mail: "ada@example.com", x: "y" })).toMatchObject(ok({ json, bytes: json.length + 1 }));
  });

  test("says what is wrong first with the e-mail, then in the order of the matching", () => {
    expect(contactOf({ points: "many" })).toMatchObject({ code: "email-missing", field: "email" });
    expect(contactOf({ mail: "ada@example.com", points: "many", joined: "soon" })).toMatchObject({
      code: "number-malformed",
      field: "e2_N",
    });
  });

  test("a phone number and a region are read by the contact's own country, in whatever order they are matched", () => {
    const prepare = compileMatching(
      aMatching({ email: "mail", phone_number_id: "phone", state_province_region: "state", country: "land" }),
      someTargets,
    );
    const jsonOf = (attributes: Attributes) => {
      const prepared = prepare({ mail: "ada@example.com", ...attributes });
      return prepared.ok ? JSON.parse(prepared.value.json) : prepared.failure.code;
    };
    expect(jsonOf({ phone: "8 701 123 45 67", land: "ҚАЗАҚСТАН" })).toMatchObject({
      phone_number_id: "+77011234567",
    });
    expect(jsonOf({ phone: "0212 555 00 00", land: 792 })).toMatchObject({
      phone_number_id: "+902125550000",
    });
    expect(jsonOf({ state: "CA", land: "USA" })).toMatchObject({ state_province_region: "California" });
    expect(jsonOf({ state: "CA" })).toMatchObject({ state_province_region: "CA" });
    for (const land of [null, "", "Lalaland", true]) {
      expect(jsonOf({ phone: "8 701 123 45 67", land })).toBe("phone-malformed");
    }
  });

  test("without a match for the e-mail everybody is refused for it", () => {
    const prepare = compileMatching(aMatching({ first_name: "first" }), someTargets);
    expect(prepare({ first: "Ada" })).toMatchObject(fail({ code: "email-missing", field: "email" }));
  });

  test("an attribute named like what every object has is absent where the profile has none", () => {
    const prepare = compileMatching(
      aMatching({ email: "mail", city: "toString", country: "__proto__" }),
      someTargets,
    );
    expect(prepare({ mail: "ada@example.com" })).toMatchObject(ok({ json: '{"email":"ada@example.com"}' }));
  });

  test("a lone half of an emoji does not break the JSON", () => {
    const prepare = compileMatching(aMatching({ email: "mail", city: "city" }), someTargets);
    const prepared = prepare({ mail: "ada@example.com", city: "\ud83d" });
    expect(prepared).toMatchObject(ok({ json: '{"email":"ada@example.com","city":"\\ud83d"}' }));
  });
});

describe("a template", () => {
  const nameOf = (attributes: Attributes) => {
    const template: Match = { target: "first_name", kind: "template", value: "{{first}} {{ last }}" };
    const [value] = matchedValues([template], someTargets)(attributes);
    return value?.value;
  };

  test("takes what there is", () => {
    expect(nameOf({ first: "Ada", last: "Lovelace" })).toBe("Ada Lovelace");
    expect(nameOf({ first: "Ada" })).toBe("Ada");
    expect(nameOf({ last: 7 })).toBe("7");
  });

  test("is left out where none of its fields has a value", () => {
    expect(nameOf({ first: " ", last: null })).toBeNull();
  });
});

describe("matchedValues", () => {
  test("shows each match apart, in order: the value as it would go, or the raw one and its problem", () => {
    const rows = matchedValues(
      matching,
      someTargets,
    )({ mail: "ADA@example.com", first: "Ada", points: "many" });
    expect(rows).toEqual([
      { target: "e2_N", value: "many", problem: expect.objectContaining({ code: "number-malformed" }) },
      { target: "first_name", value: "Ada", problem: null },
      { target: "email", value: "ada@example.com", problem: null },
      { target: "e3_D", value: null, problem: null },
      { target: "country", value: "Kazakhstan", problem: null },
      { target: "e1_T", value: "Ada from", problem: null },
    ]);
  });

  test("a matching with a field that SendGrid no longer has is a mistake of the caller", () => {
    expect(() => compileMatching(aMatching({ email: "mail", e9_T: "x" }), someTargets)).toThrow("e9_T");
  });
});

test("preview and run agree on every value, every rejection and every byte", () => {
  fc.assert(
    fc.property(anyMatching, anyAttributes, (matching, attributes) => {
      const values = matchedValues(matching, someTargets)(attributes);
      const prepared = compileMatching(matching, someTargets)(attributes);
      const problems = values.flatMap(({ problem }) => problem ?? []);
      if (!prepared.ok) {
        expect(problems).toContainEqual(prepared.failure);
        return;
      }
      expect(problems).toEqual([]);
      const { custom_fields = {}, ...own } = JSON.parse(prepared.value.json) as SendGridContact;
      const sent = Object.fromEntries(
        Object.entries({ ...own, ...custom_fields }).map(([id, value]) => [id, String(value)]),
      );
      expect(sent).toEqual(
        Object.fromEntries(
          values.filter(({ value }) => value !== null).map(({ target, value }) => [target, value]),
        ),
      );
      expect(prepared.value.email).toBe(own.email);
      expect(prepared.value.bytes).toBe(new TextEncoder().encode(prepared.value.json).length);
    }),
    { numRuns: 300 },
  );
});

test("null is never sent, and an empty text only where clearing was asked for", () => {
  fc.assert(
    fc.property(
      anyMatching,
      fc.oneof(anyAttributes, fc.dictionary(fc.string(), fc.jsonValue())),
      (matching, attributes) => {
        const prepared = compileMatching(matching, someTargets)({ ...attributes, mail: "ada@example.com" });
        if (!prepared.ok) return;
        const { custom_fields = {}, ...own } = JSON.parse(prepared.value.json) as SendGridContact;
        const empty = Object.entries({ ...own, ...custom_fields }).filter(
          ([, value]) => value === null || value === "",
        );
        const clearing = matching
          .filter(({ whenEmpty }) => whenEmpty === "clear")
          .map(({ target }) => target);
        for (const [target, value] of empty) expect([value, clearing.includes(target)]).toEqual(["", true]);
      },
    ),
    { numRuns: 300 },
  );
});
