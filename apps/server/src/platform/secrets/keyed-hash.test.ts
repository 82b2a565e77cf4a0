import { createSecretKey, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { KeyedHash } from "./keyed-hash.ts";

const aKey = () => createSecretKey(randomBytes(32));
const [k1, k2] = [aKey(), aKey()];
const before = new KeyedHash({ current: "k1", keys: new Map([["k1", k1]]) }, "erased address");

test("a text is known again, after a new key has become the current one as well", () => {
  const turned = new KeyedHash(
    {
      current: "k2",
      keys: new Map([
        ["k1", k1],
        ["k2", k2],
      ]),
    },
    "erased address",
  );
  expect(turned.all("ada@example.com")).toContain(before.of("ada@example.com"));
  expect(turned.all("bob@example.com")).not.toContain(before.of("ada@example.com"));
  expect(turned.of("ada@example.com")).toMatch(/^k2\.[\da-f]{64}$/);
});

test("says nothing without the key, nor for another purpose", () => {
  const other = new KeyedHash({ current: "k1", keys: new Map([["k1", aKey()]]) }, "erased address");
  const elsewhere = new KeyedHash({ current: "k1", keys: new Map([["k1", k1]]) }, "something else");
  const hashes = [before, other, elsewhere].map((keyed) => keyed.of("ada@example.com"));
  expect(new Set(hashes).size).toBe(3);
});
