import { expect, test } from "vitest";
import { regionFinder } from "./find-region.ts";

const find = regionFinder();

test.each(["California", "CALIFORNIA", "CA", "ca", "US-CA", "us-ca"])(
  "%s in the USA is California",
  (text) => {
    expect(find(text, "US")).toBe("California");
  },
);

test("the same letters are another region in another country, and none where it is not known", () => {
  expect(find("CA", "IT")).toBe("Cagliari");
  expect(find("CA", null)).toBeNull();
  expect(find("California", null)).toBeNull();
});

test("a whole code names its country itself", () => {
  expect(find("DE-BE", null)).toBe("Berlin");
  expect(find("DE-BE", "KZ")).toBe("Berlin");
});

test("accents, case and punctuation aside", () => {
  expect(find("sao paulo", "BR")).toBe("São Paulo");
  expect(find("Baden Württemberg", "DE")).toBe("Baden-Württemberg");
});

test.each(["", "13", "Lalaland", "Алматы облысы", "constructor"])("%j is no region of Japan", (text) => {
  expect(find(text, "JP")).toBeNull();
});
