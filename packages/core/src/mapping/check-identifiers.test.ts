import { expect, test } from "vitest";
import { aMatching } from "../testing/index.ts";
import { checkIdentifiers } from "./check-identifiers.ts";

const counts = { email: 9, phone_number_id: 0, external_id: 0, anonymous_id: 0 };

test("an account whose contacts are known by e-mail alone needs nothing else", () => {
  expect(checkIdentifiers(aMatching({ email: "mail" }), counts)).toEqual([]);
});

test("warns of each identifier that contacts have and nothing fills, with their number", () => {
  const used = { ...counts, phone_number_id: 3, external_id: 4 };
  expect(checkIdentifiers(aMatching({ email: "mail", external_id: " " }), used)).toMatchObject([
    { code: "identifier-not-filled", target: "phone_number_id", contacts: 3 },
    { code: "identifier-not-filled", target: "external_id", contacts: 4 },
  ]);
  expect(
    checkIdentifiers(aMatching({ email: "mail", external_id: "id", phone_number_id: "phone" }), used),
  ).toEqual([]);
});
