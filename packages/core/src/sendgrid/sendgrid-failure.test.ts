import { describe, expect, test } from "vitest";
import { failureOf } from "./sendgrid-failure.ts";

const NOW_MS = 1_790_000_000_000;
const UPSERT = "PUT /v3/marketing/contacts";

function failure(status: number, body: unknown, endpoint = UPSERT) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return failureOf({ status, headers: new Headers(), text }, NOW_MS, endpoint);
}

const saying = (message: string, field: string | null = null) => ({ errors: [{ field, message }] });

describe("failureOf", () => {
  test("names the custom fields that SendGrid does not have", () => {
    expect(failure(400, saying("invalid custom field ids supplied - e7_T, partner"))).toEqual({
      code: "unknown-custom-fields",
      fields: ["e7_T", "partner"],
    });
  });

  test("custom fields that SendGrid does not name are unknown all the same", () => {
    expect(failure(400, saying("invalid custom field ids supplied"))).toEqual({
      code: "unknown-custom-fields",
      fields: [],
    });
  });

  test("what is said of one contact is about that contact alone", () => {
    const body = saying("invalid custom field ids supplied - x", "contacts[3].custom_fields");
    expect(failure(400, body)).toMatchObject({ code: "rejected" });
  });

  test.each([400, 403])("a full account, said with a %i", (status) => {
    expect(failure(status, saying("you have hit your contact limit"))).toEqual({ code: "contact-limit" });
  });

  test.each([
    ["a 404", 404, saying("not found")],
    ["words about the list", 400, saying("invalid list ids supplied", "list_ids")],
  ])("a list that is gone, said by %s", (_, status, body) => {
    expect(failure(status, body)).toEqual({ code: "list-gone" });
  });

  test("a 404 of anything but an upload says nothing of a list", () => {
    expect(failure(404, "", "GET /v3/marketing/contacts/imports/{id}")).toEqual({ code: "not-found" });
  });

  test.each([400, 413, 500])("a body that is too large for SendGrid's insides, said with a %i", (status) => {
    const words = "rpc error: grpc: received message larger than max (5000000 vs. 4194304)";
    expect(failure(status, saying(words))).toEqual({ code: "too-large" });
  });

  test.each([
    [400, "rejected"],
    [401, "unauthorized"],
    [403, "forbidden"],
    [413, "too-large"],
    [429, "rate-limited"],
    [502, "unavailable"],
  ])("a page of HTML at %i says no less than its status", (status, code) => {
    expect(failure(status, "<html><h1>nginx</h1></html>")).toMatchObject({ code });
  });
});
