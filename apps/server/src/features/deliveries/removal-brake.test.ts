import { describe, expect, test } from "vitest";
import { isMassRemoval } from "./removal-brake.ts";

describe("isMassRemoval", () => {
  test.each([
    ["15 of 100 may leave", { leavers: 15, before: 100, isEmpty: false }, false],
    ["16 of 100 are too many", { leavers: 16, before: 100, isEmpty: false }, true],
    ["of a short list most may leave", { leavers: 98, before: 99, isEmpty: false }, false],
    ["of a short list not everybody may leave", { leavers: 1, before: 1, isEmpty: true }, true],
    ["newcomers do not make up for those who leave", { leavers: 1_000, before: 1_000, isEmpty: false }, true],
    ["where nobody leaves nothing is held", { leavers: 0, before: 0, isEmpty: true }, false],
  ])("%s", (_, removal, held) => expect(isMassRemoval(removal)).toBe(held));
});
