import { expect, test } from "vitest";
import { missingScopes } from "./scopes.ts";

test("a key for sending mail alone lacks marketing; a marketing or full-access key lacks nothing", () => {
  expect(missingScopes(["mail.send", "sender_verification_eligible"])).toEqual(["marketing.read"]);
  expect(missingScopes(["mail.send", "marketing.automation.read", "marketing.read"])).toEqual([]);
});
