import codes from "i18n-iso-countries/codes.json" with { type: "json" };
import { expect, test } from "vitest";
import { countryFinder } from "./find-country.ts";

const find = countryFinder();

test.each([
  "KZ",
  "kz",
  "KAZ",
  "398",
  "Kazakhstan",
  " KAZAKHSTAN ",
  "Қазақстан",
  "ҚАЗАҚСТАН",
  "Казахстан",
  "Kazakistan",
  "Kasachstan",
])("%s is Kazakhstan", (text) => {
  expect(find(text)).toEqual({ code: "KZ", name: "Kazakhstan" });
});

test.each([
  ["USA", "US"],
  ["U.S.A.", "US"],
  ["United States", "US"],
  ["АҚШ", null],
  ["США", "US"],
  ["ABD", "US"],
  ["UK", "GB"],
  ["Turkiye", "TR"],
  ["TÜRKİYE", "TR"],
  ["Turkey", "TR"],
  ["Côte d'Ivoire", "CI"],
  ["Cote d’Ivoire", "CI"],
  ["Россия", "RU"],
  ["Österreich", "AT"],
])("%s is found as %s", (text, code) => {
  expect(find(text)?.code ?? null).toBe(code);
});

test.each(["", " ", "Lalaland", "7", "8", "Kazakhstan, Almaty", "constructor"])(
  "%j is no country: nobody guesses",
  (text) => {
    expect(find(text)).toBeNull();
  },
);

test("every country is found by its codes and by the name it is given, which fits SendGrid's 50 characters", () => {
  expect(codes.length).toBeGreaterThan(240);
  for (const [alpha2 = "", alpha3 = "", numeric = ""] of codes) {
    const country = find(alpha2);
    expect([alpha2, country?.code]).toEqual([alpha2, alpha2]);
    for (const text of [alpha3, numeric, country?.name ?? ""])
      expect([text, find(text)]).toEqual([text, country]);
    expect([...(country?.name ?? "")].length).toBeLessThanOrEqual(50);
  }
});
