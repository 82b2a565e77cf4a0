import { describe, expect, test } from "vitest";
import { chooseRoute } from "./choose-route.ts";

const limits = { maxContacts: 10, maxBytes: 1_000 };

describe("the route", () => {
  test("of what the bench sends first is the upsert, whose answers come at once", () => {
    expect(chooseRoute(100_000)).toEqual({
      route: "upsert",
      reason: { code: "few-requests", requests: 7, maxRequests: 100 },
    });
  });

  test("of ten million is the import, and the reason says how many calls that saves", () => {
    expect(chooseRoute(10_000_000)).toEqual({
      route: "import",
      reason: { code: "many-requests", requests: 662, maxRequests: 100 },
    });
  });

  test.each([
    [30, "upsert", 3],
    [31, "import", 4],
  ] as const)(
    "changes with the first contact that takes a request too many: %d",
    (count, route, requests) => {
      const choice = chooseRoute(count, { averageBytes: 10, maxRequests: 3, limits });
      expect(choice).toMatchObject({ route, reason: { requests } });
    },
  );

  test("counts by whichever limit is met first, contacts or bytes", () => {
    expect(chooseRoute(100, { averageBytes: 99, limits }).reason.requests).toBe(10);
    expect(chooseRoute(100, { averageBytes: 100, limits }).reason.requests).toBe(12);
  });

  test("of contacts heavier than a request is still a number of requests", () => {
    expect(chooseRoute(5, { averageBytes: 5_000, limits }).reason.requests).toBe(5);
  });

  test("of nobody is the upsert, with nothing to send", () => {
    expect(chooseRoute(0)).toMatchObject({ route: "upsert", reason: { requests: 0 } });
  });
});
