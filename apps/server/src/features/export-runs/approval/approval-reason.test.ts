import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { approvalReason, exceedsApproval, type Prospect } from "./approval-reason.ts";

const usual: Prospect = {
  ...{ selected: 400, selectedBefore: 400, deliveries: 400, removals: 0 },
  maxRemovalShare: 0.15,
};

describe("approvalReason", () => {
  test.each<[string, Partial<Prospect>, string | null]>([
    ["15 of 100 may leave", { deliveries: 100, removals: 15 }, null],
    ["16 of 100 are too many", { deliveries: 100, removals: 16 }, "mass-removal"],
    ["as many as the export says may leave", { deliveries: 100, removals: 50, maxRemovalShare: 0.5 }, null],
    ["nobody may leave where the export says so", { removals: 1, maxRemovalShare: 0 }, "mass-removal"],
    ["of a short list most may leave", { deliveries: 99, removals: 98 }, null],
    ["newcomers do not make up for those who leave", { selected: 9_000, removals: 400 }, "mass-removal"],
    ["nobody is selected, while some are on the list", { selected: 0, deliveries: 1 }, "nobody-selected"],
    [
      "nobody is selected, and nobody is on the list",
      { selected: 0, selectedBefore: 0, deliveries: 0 },
      null,
    ],
    ["half of those before are enough", { selected: 200 }, null],
    ["fewer than half of those before", { selected: 199 }, "sudden-drop"],
    ["a drop of a few", { selected: 1, selectedBefore: 99 }, null],
    ["the first run", { selected: 1, selectedBefore: null, deliveries: 0 }, null],
  ])("%s", (_, prospect, code) => expect(approvalReason({ ...usual, ...prospect })?.code ?? null).toBe(code));

  test("tells the figures it decided by", () => {
    expect(approvalReason({ ...usual, removals: 61 })).toEqual({
      ...usual,
      removals: 61,
      code: "mass-removal",
    });
  });
});

describe("exceedsApproval", () => {
  test("a removal that nobody was asked about is held by the share, or where no address can be read", () => {
    expect(exceedsApproval({ ...usual, removals: 60 }, true, null)).toBe(false);
    expect(exceedsApproval({ ...usual, removals: 61 }, true, null)).toBe(true);
    expect(exceedsApproval({ ...usual, deliveries: 1, removals: 1 }, false, null)).toBe(true);
    expect(exceedsApproval({ ...usual, deliveries: 1, removals: 0 }, false, null)).toBe(false);
  });

  test("what was approved holds for that many and a tenth more, however large a part that is", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1_000_000 }),
        fc.nat({ max: 1_000_000 }),
        fc.boolean(),
        (removals, more, has) => {
          const removal = { deliveries: 1_000_000, removals: removals + more, maxRemovalShare: 0 };
          const isClearlyMore = removals + more > Math.ceil(removals * 1.1);
          expect(exceedsApproval(removal, has, { removals })).toBe(isClearlyMore);
        },
      ),
    );
  });
});
