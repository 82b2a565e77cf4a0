import { createSecretKey, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Secret } from "./secret.ts";
import { type KeyRing, SecretBox } from "./secret-box.ts";

const aKey = () => createSecretKey(randomBytes(32));
const ringOf = (current: string, keys: Record<string, ReturnType<typeof aKey>>): KeyRing => ({
  current,
  keys: new Map(Object.entries(keys)),
});
const k1 = aKey();
const box = new SecretBox(ringOf("k1", { k1 }));
const place = { table: "destination", row: "d1", field: "sealed_api_key" };
const sealed = box.seal(place, new Secret("SG.canary"));

/** The same base64 with its bytes changed. */
const withBytes = (base64: string, change: (bytes: Buffer) => Buffer) =>
  change(Buffer.from(base64, "base64")).toString("base64");
const flip = (at: number) => (bytes: Buffer) => {
  bytes[at < 0 ? bytes.length + at : at]! ^= 1;
  return bytes;
};

describe("a sealed secret", () => {
  test("opens where it was sealed, also after a trip through JSON", () => {
    expect(box.open(place, JSON.parse(JSON.stringify(sealed))).reveal()).toBe("SG.canary");
  });

  test("shows nothing of the secret, and is another one each time", () => {
    const again = box.seal(place, new Secret("SG.canary"));
    expect(Buffer.from(sealed.box, "base64").includes("SG.canary")).toBe(false);
    expect([again.box, again.key]).not.toEqual([sealed.box, sealed.key]);
  });

  test.each([
    ["row", { ...place, row: "d2" }],
    ["table", { ...place, table: "source" }],
    ["field", { ...place, field: "name" }],
  ])("does not open in another %s", (_what, elsewhere) => {
    expect(() => box.open(elsewhere, sealed)).toThrow("damaged or out of place");
  });

  test.each([
    ["its IV", 0],
    ["its cipher text", 12],
    ["its tag", -1],
  ])("does not open once a bit of %s is flipped, in the box or in the wrapped key", (_what, at) => {
    for (const part of ["box", "key"] as const) {
      const changed = { ...sealed, [part]: withBytes(sealed[part], flip(at)) };
      expect(() => box.open(place, changed)).toThrow("damaged or out of place");
    }
  });

  test("does not open with a tag cut short, nor when it is empty", () => {
    for (const length of [sealed.box.length, 30, 16, 4, 0]) {
      const cut = (bytes: Buffer) => bytes.subarray(0, Math.min(length, bytes.length - 1));
      expect(() => box.open(place, { ...sealed, box: withBytes(sealed.box, cut) })).toThrow("damaged");
    }
  });

  test("does not open with the box of one secret and the key of another", () => {
    const other = box.seal(place, new Secret("SG.other"));
    expect(() => box.open(place, { ...sealed, box: other.box })).toThrow("damaged");
  });

  test("does not open with another key of the same name, and says so when the name is unknown", () => {
    expect(() => new SecretBox(ringOf("k1", { k1: aKey() })).open(place, sealed)).toThrow("damaged");
    expect(() => new SecretBox(ringOf("k2", { k2: aKey() })).open(place, sealed)).toThrow('key "k1"');
  });

  test("opens after a new key has become the current one, which seals from then on", () => {
    const turned = new SecretBox(ringOf("k2", { k1, k2: aKey() }));
    expect(turned.open(place, sealed).reveal()).toBe("SG.canary");
    expect(turned.seal(place, new Secret("x")).kid).toBe("k2");
  });
});
