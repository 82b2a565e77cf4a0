import { expect, test } from "vitest";
import { aMatching } from "../testing/index.ts";
import { missingFields } from "./missing-fields.ts";

test("an e-mail is required, and a match that is not filled in does not count", () => {
  expect(missingFields([])).toEqual(["email"]);
  expect(missingFields(aMatching({ first_name: "first" }))).toEqual(["email"]);
  expect(missingFields(aMatching({ email: " " }))).toEqual(["email"]);
  expect(missingFields(aMatching({ email: "mail" }))).toEqual([]);
});
