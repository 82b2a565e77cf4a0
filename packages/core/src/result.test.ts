import { expect, test } from "vitest";
import { unreachable } from "./result.ts";

test("a case from outside the types is named", () => {
  expect(() => unreachable("SKIPPED" as never)).toThrow('"SKIPPED"');
});
