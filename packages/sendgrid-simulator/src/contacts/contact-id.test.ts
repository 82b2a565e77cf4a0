import { describe, expect, test } from "vitest";
import { contactIds } from "./contact-id.ts";

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("contactIds", () => {
  const ids = contactIds(0x5eed);

  test("finds every number back, the largest included, and gives no id twice", () => {
    const numbers = [
      ...Array.from({ length: 20_000 }, (_, index) => index + 1),
      2 ** 32,
      2 ** 32 + 1,
      2 ** 48 - 1,
    ];
    const given = numbers.map(ids.idOf);
    expect(given.map(ids.numberOf)).toEqual(numbers);
    expect(new Set(given).size).toBe(numbers.length);
    expect(given.filter((id) => !UUID_V4.test(id))).toEqual([]);
  });

  test("knows what it never gave: another secret's id, one digit changed, something else", () => {
    const id = ids.idOf(7);
    const changed = id.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
    expect([contactIds(1).idOf(7), changed, "7", ""].map(ids.numberOf)).toEqual([null, null, null, null]);
  });
});
