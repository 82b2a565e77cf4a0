import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HttpRequest } from "../sendgrid/transport.ts";
import { aBatch, anUpload, aRejection, aSuppression } from "../testing/an-upload.ts";
import { fakeSendGrid } from "../testing/fake-send-grid.ts";
import { aReadyRow, type FakeAnswer } from "../testing/index.ts";
import type { Row } from "./row.ts";
import { uploadBatch } from "./upload-batch.ts";

type Fault =
  | "none"
  | "broken"
  | "lost-answer"
  | "html-500"
  | "no-json"
  | "limited"
  | "limited-bare"
  | "too-large";

const anyFaults = fc.array(
  fc.constantFrom<Fault>(
    "none",
    "broken",
    "lost-answer",
    "html-500",
    "no-json",
    "limited",
    "limited-bare",
    "too-large",
  ),
  { maxLength: 30 },
);

/** Healthy once its faults are used up. */
function faulty(faults: readonly Fault[], healthy: (request: HttpRequest) => FakeAnswer) {
  return (request: HttpRequest, count: number): FakeAnswer => {
    switch (faults[count - 1]) {
      case "broken":
        throw new Error("ECONNRESET");
      case "lost-answer":
        healthy(request);
        throw new Error("ETIMEDOUT");
      case "html-500":
        return { status: 500, body: "<html>" };
      case "no-json":
        return { status: 202, body: "OK" };
      case "limited":
        return { status: 429, headers: { "x-ratelimit-reset": "20" } };
      case "limited-bare":
        return { status: 429, body: "too many requests" };
      case "too-large":
        return JSON.parse(request.body ?? "").contacts.length > 1 ? { status: 413 } : healthy(request);
      default:
        return healthy(request);
    }
  };
}

const anyKind = fc.constantFrom("good", "good", "good", "bad", "rejected", "duplicate", "suppressed");
const rowsOf = (kinds: readonly string[]) =>
  kinds.map((kind, index): Row => {
    const profileId = `${kind}-${index}`;
    if (kind === "rejected") return { profileId, rejection: aRejection };
    if (kind === "suppressed") return { profileId, suppression: aSuppression };
    return kind === "duplicate" ? { profileId, duplicateOf: "x" } : aReadyRow(profileId);
  });
const isBad = (email: string) => email.startsWith("bad");
const anyBlame = fc.constantFrom("all" as const, "first" as const, "none" as const);
const anyKinds = fc.array(anyKind, { minLength: 1, maxLength: 40 });

describe("whatever goes wrong on the way", () => {
  test("each row has one outcome: the good are with SendGrid under their job, the bad are rejected", async () => {
    await fc.assert(
      fc.asyncProperty(anyKinds, anyFaults, anyBlame, async (kinds, faults, blame) => {
        const sendGrid = fakeSendGrid({ isBad, blame });
        const { options } = anUpload(faulty(faults, sendGrid.upsert));
        const rows = rowsOf(kinds);
        const outcome = await uploadBatch(aBatch(...rows), options);
        if (!outcome.ok) throw new Error(outcome.failure.reason.code);

        const { accepted, rejected } = outcome.value;
        const expected = (...kinds: string[]) =>
          rows.map(({ profileId }) => profileId).filter((id) => kinds.some((kind) => id.startsWith(kind)));
        expect(accepted.flatMap((part) => part.rows.map(({ profileId }) => profileId)).toSorted()).toEqual(
          expected("good").toSorted(),
        );
        expect(rejected.map(({ profileId }) => profileId).toSorted()).toEqual(
          expected("bad", "rejected").toSorted(),
        );
        for (const part of accepted) {
          expect(sendGrid.jobs.get(part.jobId)).toEqual(part.rows.map(({ prepared }) => prepared.email));
        }
      }),
      { numRuns: 300 },
    );
  });

  test("an upload that gives up says of nobody two things, and nothing that is not so", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyKinds,
        anyFaults,
        anyBlame,
        fc.nat(3_000),
        async (kinds, faults, blame, giveUpAfterMs) => {
          const sendGrid = fakeSendGrid({ isBad, blame });
          const { options } = anUpload(faulty(faults, sendGrid.upsert));
          const outcome = await uploadBatch(aBatch(...rowsOf(kinds)), { ...options, giveUpAfterMs });

          const { accepted, rejected } = outcome.ok ? outcome.value : outcome.failure.soFar;
          const told = [...accepted.flatMap((part) => part.rows), ...rejected].map(
            ({ profileId }) => profileId,
          );
          expect(new Set(told).size).toBe(told.length);
          expect(rejected.every(({ profileId }) => /^(bad|rejected)/.test(profileId))).toBe(true);
          for (const part of accepted) {
            expect(sendGrid.jobs.get(part.jobId)).toEqual(part.rows.map(({ prepared }) => prepared.email));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
