import { expect, test } from "vitest";
import { RESERVED_FIELDS } from "../contact/target-field.ts";
import { aMatching, someTargets } from "../testing/index.ts";
import { FIELD_NAMES } from "./field-names.ts";
import { suggestMatching, suggestTarget } from "./suggest-matching.ts";

test.each([
  ["English", ["First name", "LAST_NAME", "e-mail", "Country/Region", "State", "City", "ZIP"]],
  ["Kazakh", ["Аты", "Тегі", "Электрондық пошта", "Ел/аймақ", "Облыс", "Қала", "Пошта индексі"]],
  ["Russian", ["Имя", "ФАМИЛИЯ", "Эл. почта", "Страна", "Область", "Город", "Почтовый индекс"]],
  ["Turkish", ["Ad", "SOYADI", "E-posta", "Ülke", "İl", "Şehir", "Posta Kodu"]],
  ["German", ["Vorname", "Nachname", "E-Mail-Adresse", "Land", "Bundesland", "Stadt", "PLZ"]],
  [
    "Dataverse",
    [
      "firstname",
      "lastname",
      "emailaddress1",
      "address1_country",
      "address1_stateorprovince",
      "address1_city",
      "address1_postalcode",
    ],
  ],
])("knows the fields' names in %s", (_, names) => {
  expect(names.map(suggestTarget)).toEqual([
    "first_name",
    "last_name",
    "email",
    "country",
    "state_province_region",
    "city",
    "postal_code",
  ]);
});

test("guesses nothing for other names, nor any identifier besides the e-mail", () => {
  for (const name of ["loyalty_points", "id", "phone", "external_id", "constructor", "", "😀"]) {
    expect(suggestTarget(name)).toBeNull();
  }
});

test("one match for each target, by the likeliest name", () => {
  expect(suggestMatching(["mail", "Work", "Email", "first_name", "Loyalty Tier"], someTargets)).toEqual(
    aMatching({ email: "Email", first_name: "first_name", e1_T: "Loyalty Tier" }),
  );
});

test("suggests only what SendGrid has", () => {
  expect(suggestMatching(["Email", "City"], someTargets.slice(0, 1))).toEqual(aMatching({ email: "Email" }));
});

test("no name stands for two fields, and every field named is one of SendGrid's own", () => {
  const known = new Set(RESERVED_FIELDS.map(({ id }) => id));
  for (const [target, names] of Object.entries(FIELD_NAMES)) {
    expect(known).toContain(target);
    for (const name of [target, ...names]) expect([name, suggestTarget(name)]).toEqual([name, target]);
  }
});
