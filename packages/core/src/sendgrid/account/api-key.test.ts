import { expect, test } from "vitest";
import { fail, ok } from "../../result.ts";
import { parseApiKey } from "./api-key.ts";

const keyId = "abcdefghij-ABCDEFGH_12";
const key = `SG.${keyId}.${"x".repeat(43)}`;

test("takes a key of 69 characters out of what was pasted, and names its public part", () => {
  expect(key).toHaveLength(69);
  expect(parseApiKey(` ${key}\n`)).toEqual(ok({ key, keyId }));
});

test.each([
  "",
  "SG.",
  key.slice(0, -1),
  `${key}x`,
  key.toLowerCase(),
  key.replace("SG.", "XX."),
  key.replace("x", "+"),
  `Bearer ${key}`,
])("refuses %j without repeating it", (raw) => {
  expect(parseApiKey(raw)).toEqual(fail({ code: "api-key-malformed" }));
});
