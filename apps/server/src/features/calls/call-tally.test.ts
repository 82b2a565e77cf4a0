import type { CallReport } from "@keruen/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CallTally, MOST_NOTED } from "./call-tally.ts";

const report = fc.record<CallReport>({
  endpoint: fc.constantFrom("PUT /v3/marketing/contacts", "GET /v3/marketing/lists/{id}"),
  status: fc.constantFrom(202, 429, 503, null),
  failure: fc.constantFrom(null, "rate-limited", "unavailable"),
  sentAtMs: fc.nat(),
  durationMs: fc.nat(30_000),
  waitedMs: fc.nat(60_000),
  sentBytes: fc.nat(6_000_000),
});
const tallyOf = (reports: readonly CallReport[]) => {
  const tally = new CallTally(1);
  for (const one of reports) tally.add(one);
  return tally;
};
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test("every call is in one total, whose time, waits and bytes are those of its calls", () => {
  fc.assert(
    fc.property(
      fc.array(report, { maxLength: 50 }),
      fc.array(report, { maxLength: 50 }),
      (earlier, later) => {
        const tally = tallyOf(earlier);
        tally.addAll(tallyOf(later));
        const all = [...earlier, ...later];
        expect(sum(tally.totals.map(({ callCount }) => callCount))).toBe(all.length);
        for (const key of ["waitedMs", "sentBytes"] as const)
          expect(sum(tally.totals.map((total) => total[key]))).toBe(sum(all.map((one) => one[key])));
        expect(sum(tally.totals.map(({ totalMs }) => totalMs))).toBe(
          sum(all.map(({ durationMs }) => durationMs)),
        );
        expect(Math.max(0, ...tally.totals.map(({ maxMs }) => maxMs))).toBe(
          Math.max(0, ...all.map(({ durationMs }) => durationMs)),
        );
      },
    ),
  );
});

test("of calls that failed, the newest are told one by one, and no more than so many are held", () => {
  const failed = (sentAtMs: number): CallReport => ({
    ...{ endpoint: "GET /v3/scopes", status: 503, failure: "unavailable" as const, sentAtMs },
    ...{ durationMs: 1, waitedMs: 0, sentBytes: 0 },
  });
  const tally = tallyOf(Array.from({ length: MOST_NOTED + 3 }, (_, at) => failed(at)));
  expect(tally.notedCalls).toHaveLength(MOST_NOTED);
  expect(tally.notedCalls[0]).toMatchObject({ at: new Date(3).toISOString() });
  expect(tally.totals).toMatchObject([{ callCount: MOST_NOTED + 3 }]);
});
