import fc from "fast-check";
import { expect, test } from "vitest";
import { anyText } from "../testing/arbitraries.ts";
import { extraBytes, NEEDS_ESCAPE, plainExtraBytes } from "./wire-json.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

test("weighs any JSON as the encoder does", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const json = JSON.stringify(text);
      expect(json.length + extraBytes(json)).toBe(bytesOf(json));
    }),
  );
});

test("calls plain exactly what JSON takes between quotes as it is, pairs of surrogates aside", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const hasSurrogates = /[\ud800-\udfff]/.test(text);
      const isPlain = JSON.stringify(text) === `"${text}"` && !hasSurrogates;
      expect(plainExtraBytes(text)).toBe(isPlain ? bytesOf(text) - text.length : NEEDS_ESCAPE);
    }),
  );
});
