import { describe, expect, test } from "vitest";
import { aRun } from "../../testing/a-run.ts";
import { leftOut } from "./left-out.ts";

const broken = aRun({
  ...{ state: "FAILED", selectedCount: 100, processedCount: 60, deliveredCount: 50, rejectedCount: 10 },
  ...{ notSentCount: 40, endedAt: "2026-11-24T08:01:00.000Z" },
  rejections: [
    { code: "contact-limit", field: null, count: 7 },
    { code: "email-malformed", field: "email", count: 3 },
  ],
});

describe("leftOut", () => {
  test("counts those who were not sent and those for whom there was no room", () => {
    expect(leftOut(broken)).toBe(47);
  });

  test("counts those of whom SendGrid has lost its job", () => {
    expect(leftOut(aRun({ ...broken, deliveredCount: 45 }))).toBe(52);
  });

  test.each([
    ["goes on", { state: "UPLOADING" }],
    ["succeeded", { state: "SUCCEEDED" }],
    ["has lost its export", { exportId: null }],
    ["was a dry run", { isDryRun: true }],
  ] as const)("is nobody of a run that %s", (_, facts) => {
    expect(leftOut(aRun({ ...broken, ...facts }))).toBe(0);
  });
});
