import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fail, ok } from "../result.ts";
import { isEmailCases } from "../testing/is-email-cases.ts";
import { normaliseEmail } from "./normalise-email.ts";

const codeOf = (raw: string) => {
  const email = normaliseEmail(raw);
  return email.ok ? "ok" : email.failure.code;
};

describe("normaliseEmail, by the is_email test set", () => {
  const inCategory = (...categories: string[]) =>
    isEmailCases.filter((one) => categories.includes(one.category));

  test("takes all 22 valid addresses as they are, in lower case", () => {
    const valid = inCategory("VALID_CATEGORY", "DNSWARN");
    expect(valid).toHaveLength(22);
    expect(valid.map(({ address }) => normaliseEmail(address))).toEqual(
      valid.map(({ address }) => ok(address.toLowerCase())),
    );
  });

  test("refuses all 66 broken ones", () => {
    const broken = inCategory("ERR");
    expect(broken).toHaveLength(66);
    expect(broken.filter(({ address }) => normaliseEmail(address).ok)).toEqual([]);
  });

  test("refuses what only old or obscure mail systems take, blanks around an address aside", () => {
    const obscure = inCategory("RFC5322", "CFWS", "DEPREC");
    expect(obscure).toHaveLength(59);
    const taken = obscure.filter(({ address }) => normaliseEmail(address).ok);
    expect(taken.map(({ address }) => address)).toEqual([" test@iana.org", "test@iana.org "]);
  });

  test("refuses quoted names and address literals, and domains that end in a number", () => {
    expect(codeOf('"test"@iana.org')).toBe("email-malformed");
    expect(codeOf("test@[255.255.255.255]")).toBe("email-malformed");
    expect(codeOf("test@255.255.255.255")).toBe("email-malformed");
  });
});

describe("normaliseEmail, cleaning", () => {
  test.each([
    ["lower-cases", "Ada.Lovelace@Example.COM", "ada.lovelace@example.com"],
    ["trims blanks of every kind", " \t\u00a0ada@example.com\u3000", "ada@example.com"],
    ["drops marks nobody sees", "\ufeffada\u200b@exam\u00adple.com\u200e", "ada@example.com"],
    ["writes an international domain in ASCII", "ada@Почта.рф", "ada@xn--80a1acny.xn--p1ai"],
    ["keeps tags and apostrophes", "o'neil+news@example.com", "o'neil+news@example.com"],
  ])("%s", (_, raw, address) => {
    expect(normaliseEmail(raw)).toEqual(ok(address));
  });

  test("refuses look-alike letters, which would fold into somebody else's address", () => {
    expect(codeOf("mi\u212ae@example.com")).toBe("email-malformed"); // KELVIN SIGN lower-cases to k
    expect(codeOf("\uff41da@example.com")).toBe("email-malformed"); // full-width a
    expect(codeOf("әділ@example.com")).toBe("email-malformed");
  });

  test("refuses a line break instead of cleaning it away", () => {
    expect(codeOf("ada@example.com\n")).toBe("email-malformed");
    expect(codeOf("ada@example.com\r\nbob@example.com")).toBe("email-malformed");
  });

  test("tells a missing address from a broken one", () => {
    expect(codeOf("")).toBe("email-missing");
    expect(codeOf(" \u200b ")).toBe("email-missing");
    expect(codeOf("-")).toBe("email-malformed");
  });
});

describe("normaliseEmail, limits", () => {
  const domainOf = (length: number) =>
    `${"abcdefghi.".repeat(30).slice(0, length - 3)}.kz`.replace("..", "a.");

  test("takes a local part of 64 characters and refuses 65", () => {
    expect(codeOf(`${"a".repeat(64)}@example.com`)).toBe("ok");
    expect(codeOf(`${"a".repeat(65)}@example.com`)).toBe("email-malformed");
  });

  test("takes 254 characters and says too long of 255", () => {
    expect(codeOf(`ab@${domainOf(251)}`)).toBe("ok");
    expect(normaliseEmail(`abc@${domainOf(251)}`)).toMatchObject(
      fail({ code: "too-long", field: "email", limit: 254 }),
    );
  });

  test("takes labels of 63 characters and refuses 64", () => {
    expect(codeOf(`a@${"b".repeat(63)}.kz`)).toBe("ok");
    expect(codeOf(`a@${"b".repeat(64)}.kz`)).toBe("email-malformed");
  });

  test("gives a verdict on a megabyte of anything at once", () => {
    const start = performance.now();
    for (const piece of ["a", ".", "@", "a.", "a-", "\u200b", "ж"]) normaliseEmail(piece.repeat(1_000_000));
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

test("what it gives it takes, and leaves as it is", () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: "binary" })), (raw) => {
      const once = normaliseEmail(raw);
      if (once.ok) expect(normaliseEmail(once.value)).toEqual(once);
    }),
  );
});
