import { describe, expect, test } from "vitest";
import { aReadyRow } from "../testing/index.ts";
import { packBatches } from "./pack-batches.ts";
import { createUpsertLimits } from "./upsert-limits.ts";

const LIST = "0b6ef1a2-57f2-4d4b-9f4c-7f5b1f6a9c11";
const rows = (count: number) => Array.from({ length: count }, (_, index) => aReadyRow(`p${100 + index}`));

describe("createUpsertLimits", () => {
  test("a cap that was refused falls by a quarter, or to half of the body where that is less", () => {
    const limits = createUpsertLimits({ maxContacts: 30_000, maxBytes: 4_000_000 });
    limits.refused(7_000_000);
    expect(limits.maxBytes).toBe(3_000_000);
    limits.refused(2_000_000);
    expect(limits.maxBytes).toBe(1_000_000);
  });

  test("the batches that come after are packed to less", () => {
    const limits = createUpsertLimits({ maxContacts: 30_000, maxBytes: 600 });
    const batches = packBatches(rows(60), { listIds: [LIST], limits });
    const sizes: number[] = [];
    for (const { bodyBytes } of batches) {
      if (sizes.length === 0) limits.refused(bodyBytes);
      sizes.push(bodyBytes);
    }
    expect(sizes[0]).toBeGreaterThan(550);
    expect(Math.max(...sizes.slice(1))).toBeLessThanOrEqual(300);
  });

  test("however small the cap, each contact still goes, alone", () => {
    const limits = createUpsertLimits();
    for (let times = 0; times < 100; times++) limits.refused(100);
    const batches = [...packBatches(rows(5), { listIds: [LIST], limits })];
    expect(batches.map(({ contacts }) => contacts.length)).toEqual([1, 1, 1, 1, 1]);
  });
});
