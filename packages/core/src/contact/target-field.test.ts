import { expect, test } from "vitest";
import { RESERVED_FIELDS } from "./target-field.ts";

test("SendGrid's own fields have the lengths of its OpenAPI file", () => {
  expect(Object.fromEntries(RESERVED_FIELDS.map(({ id, maxLength }) => [id, maxLength]))).toEqual({
    email: 254,
    first_name: 50,
    last_name: 50,
    country: 50,
    state_province_region: 50,
    city: 60,
    postal_code: null,
    address_line_1: 100,
    address_line_2: 100,
    phone_number_id: null,
    external_id: 254,
    anonymous_id: 254,
    alternate_emails: 254,
  });
});
