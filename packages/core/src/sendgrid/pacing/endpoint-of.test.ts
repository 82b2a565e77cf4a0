import { expect, test } from "vitest";
import { endpointOf } from "./endpoint-of.ts";

test.each([
  ["/v3/marketing/contacts", "GET /v3/marketing/contacts"],
  ["/v3/marketing/lists/0b6ef1a2-57f2-4d4b-9f4c-7f5b1f6a9c11?x=1", "GET /v3/marketing/lists/{id}"],
  ["/v3/marketing/contacts/imports/j%201", "GET /v3/marketing/contacts/imports/{id}"],
  ["/v3/asm/suppressions/global/ada@example.com", "GET /v3/asm/suppressions/global/{id}"],
])("%s is counted as %s", (path, endpoint) => {
  expect(endpointOf("GET", path)).toBe(endpoint);
});
