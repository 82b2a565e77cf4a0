import { beforeAll, describe, expect, test } from "vitest";
import { type Customer, customer, customers, SAMPLE_SEGMENTS } from "./index.ts";
import { COUNTRIES } from "./places.ts";

const COUNT = 50_000;
/** Deliberately plain: this test's own idea of an address that can be sent to. */
const ADDRESS = /^[a-z0-9_+.]+@[a-z0-9.]+\.[a-z]+$/;
const RESERVED = /(^|\.)(example\.(com|org|net)|example|test|invalid)$/;

describe("customer", () => {
  let everybody: readonly Customer[];
  beforeAll(() => {
    everybody = [...customers({ count: COUNT })];
  });

  test("is the same alone as in the row of others", () => {
    expect(customer(31_415)).toEqual(everybody[31_415]);
  });

  test("cannot be sent in about 2 % of rows, each kind of flaw among them", () => {
    const flaws = countFlaws(everybody);
    const shares = Object.values(flaws).map((count) => count / COUNT);
    expect(Math.min(...shares)).toBeGreaterThan(0.0005);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(0.02, 2);
  });

  test("writes to nobody: every domain is reserved for examples and tests", () => {
    const domains = everybody.flatMap(({ email }) =>
      email.includes("@") ? [email.trim().toLowerCase()] : [],
    );
    const outside = domains
      .map((email) => email.slice(email.lastIndexOf("@") + 1).replaceAll(",", "."))
      .filter((domain) => domain !== "" && !RESERVED.test(domain));
    expect(domains.length).toBeGreaterThan(COUNT * 0.98);
    expect(outside).toEqual([]);
  });

  test("lives where the postal code says", () => {
    for (const { city, region, country, postal_code } of everybody.filter(({ city }) => city.length <= 60)) {
      const places = COUNTRIES.find(({ name }) => name === country)?.places ?? [];
      const fitting = places.filter((place) => place.city === city && place.region === region);
      expect(fitting.some(({ postalCode }) => patternOf(postalCode).test(postal_code))).toBe(true);
    }
  });

  test("comes in several scripts, with marks and emoji that a file must survive", () => {
    const names = everybody.map(({ first_name, last_name }) => `${first_name} ${last_name}`).join("\n");
    for (const sign of [
      /ұ/,
      /ё/,
      /ı/,
      /ß/,
      /\p{Script=Arabic}/u,
      /\p{Extended_Pictographic}/u,
      /,/,
      /"/,
      /;/,
    ]) {
      expect(names).toMatch(sign);
    }
  });

  test("names no field in a sample segment that customers do not have", () => {
    const rules = SAMPLE_SEGMENTS.flatMap(({ rule }) => (rule ? [rule, ...rule.groups] : []));
    const fields = rules.flatMap(({ conditions }) => conditions.map(({ field }) => field));
    expect(Object.keys(customer(0))).toEqual(expect.arrayContaining(fields));
    expect(fields.length).toBeGreaterThan(0);
  });
});

function countFlaws(everybody: readonly Customer[]): Record<string, number> {
  const flaws = { missing: 0, malformed: 0, duplicate: 0, longCity: 0, longName: 0 };
  const seen = new Set<string>();
  for (const { email, city, first_name } of everybody) {
    const address = email.trim().toLowerCase();
    if (address === "") flaws.missing += 1;
    else if (!ADDRESS.test(address)) flaws.malformed += 1;
    else if (seen.has(address)) flaws.duplicate += 1;
    else if (city.length > 60) flaws.longCity += 1;
    else if (first_name.length > 50) flaws.longName += 1;
    seen.add(address);
  }
  return flaws;
}

const patternOf = (postalCode: string): RegExp =>
  new RegExp(`^${postalCode.replaceAll("#", "\\d").replaceAll("+", "[1-9]").replaceAll("@", "[A-Z]")}$`);
