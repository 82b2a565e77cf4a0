import { describe, expect, test } from "vitest";
import type { SendGridFailure } from "../sendgrid/sendgrid-failure.ts";
import { retryDelay } from "./retry-delay.ts";

const down: SendGridFailure = { code: "unavailable", status: 503, cause: "SendGrid answered 503" };
const limited = (retryAfterMs: number | null): SendGridFailure => ({ code: "rate-limited", retryAfterMs });
const earliest = { random: () => 0 };
const latest = { random: () => 0.999_999 };

describe("retryDelay", () => {
  test("is anything from none to a ceiling that doubles with each try and ends at a minute", () => {
    const ceilings = [1, 2, 3, 8, 50, 5_000].map((attempt) => Math.round(retryDelay(attempt, down, latest)));
    expect(ceilings).toEqual([1_000, 2_000, 4_000, 60_000, 60_000, 60_000]);
    expect(retryDelay(9, down, earliest)).toBe(0);
  });

  test("is never less than SendGrid asks for, and up to a second more", () => {
    expect(retryDelay(1, limited(44_000), earliest)).toBe(44_000);
    expect(Math.round(retryDelay(9, limited(44_000), latest))).toBe(45_000);
    expect(retryDelay(1, limited(0), earliest)).toBe(0);
  });

  test("a limit without a time is like an outage", () => {
    expect(retryDelay(2, limited(null), latest)).toBe(retryDelay(2, down, latest));
  });
});
