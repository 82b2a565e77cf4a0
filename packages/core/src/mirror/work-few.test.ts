import { describe, expect, test } from "vitest";
import { fail, ok } from "../result.ts";
import { workFew } from "./work-few.ts";

async function* counting(end: number, taken: number[] = []) {
  for (let count = 0; count < end; count++) {
    taken.push(count);
    yield count;
  }
}

describe("workFew", () => {
  test("works on all, never on more at once than it may", async () => {
    let [now, most, done] = [0, 0, 0];
    const outcome = await workFew(counting(20), 3, async () => {
      most = Math.max(most, ++now);
      for (let tick = 0; tick < 20; tick++) await Promise.resolve();
      now--;
      done++;
      return ok(undefined);
    });
    expect([outcome, most, done]).toEqual([ok(undefined), 3, 20]);
  });

  test("takes no more after a failure, and ends only when those under way have", async () => {
    const taken: number[] = [];
    let done = 0;
    const outcome = await workFew(counting(1_000, taken), 3, async (item) => {
      if (item === 4) return fail("broken");
      await Promise.resolve();
      done++;
      return ok(undefined);
    });
    expect(outcome).toEqual(fail("broken"));
    expect(taken.length).toBeLessThan(10);
    expect(done).toBe(taken.length - 1);
  });

  test("throws on what was thrown, after those under way have ended", async () => {
    let done = 0;
    const working = workFew(counting(9), 3, async (item) => {
      if (item === 1) throw new Error("killed");
      await Promise.resolve();
      done++;
      return ok(undefined);
    });
    await expect(working).rejects.toThrow("killed");
    expect(done).toBeGreaterThan(0);
  });
});
