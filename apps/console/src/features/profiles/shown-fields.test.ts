import { expect, test } from "vitest";
import { shownFields } from "./shown-fields.ts";

test("shows the e-mail address first, then what SendGrid knows, each group in its order", () => {
  const field = (name: string, suggestedFor: string | null = null, looksLikeEmail = false) => ({
    name,
    type: "TEXT" as const,
    looksLikeEmail,
    suggestedFor,
  });
  const fields = [
    field("tier"),
    field("city", "city"),
    field("mail", "email", true),
    field("name", "first_name"),
  ];
  expect(shownFields(fields, 3).map(({ name }) => name)).toEqual(["mail", "city", "name"]);
});
