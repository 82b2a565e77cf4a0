import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collect } from "../testing/collect.ts";
import { planRemovals } from "./plan-removals.ts";

const deliveries = (addresses: readonly string[]) =>
  addresses.map((address) => ({ address, contactId: `id-${address}` }));
const some = fc
  .array(fc.string({ unit: fc.constantFrom("a", "b", "c", "."), minLength: 1, maxLength: 3 }), {
    maxLength: 25,
  })
  .map((addresses) => addresses.sort());

describe("planRemovals", () => {
  test("removes whom this export put there, who is not in it now, and whom no other claims", async () => {
    await fc.assert(
      fc.asyncProperty(some, some, some, async (delivered, current, claimed) => {
        const planned = await collect(planRemovals({ delivered: deliveries(delivered), current, claimed }));
        const expected = [...new Set(delivered)].filter(
          (one) => !current.includes(one) && !claimed.includes(one),
        );
        expect(planned).toEqual(deliveries(expected));
      }),
      { numRuns: 1_000 },
    );
  });

  test("somebody who is on the list and was not put there by this export stays", async () => {
    const planned = planRemovals({ delivered: [], current: ["a@x.kz"], claimed: ["b@x.kz"] });
    expect(await collect(planned)).toEqual([]);
  });

  test.each([
    { delivered: ["b", "a"], current: [], claimed: [] },
    { delivered: ["z"], current: ["b", "a"], claimed: [] },
    { delivered: ["z"], current: [], claimed: ["b", "a"] },
  ])("goes no further with a stream out of order: $delivered $current $claimed", async (streams) => {
    const planned = planRemovals({ ...streams, delivered: deliveries(streams.delivered) });
    await expect(collect(planned)).rejects.toThrow("not in order");
  });

  test("reads one step at a time and closes its streams when its reader stops", async () => {
    let isClosed = false;
    async function* endless() {
      try {
        for (let count = 0; ; count++) yield `a${String(count).padStart(9, "0")}`;
      } finally {
        isClosed = true;
      }
    }
    const delivered = deliveries(["a000000003x", "b"]);
    for await (const { address } of planRemovals({ delivered, current: endless(), claimed: [] })) {
      expect(address).toBe("a000000003x");
      break;
    }
    expect(isClosed).toBe(true);
  });
});
