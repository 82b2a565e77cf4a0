import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aBatch, anUpload } from "../testing/an-upload.ts";
import { type Blame, fakeSendGrid } from "../testing/fake-send-grid.ts";
import { aReadyRow } from "../testing/index.ts";
import { uploadBatch } from "./upload-batch.ts";

/** Uploads rows of which some are bad, and counts what went over the wire. */
async function upload(badness: readonly boolean[], blame: Blame) {
  const rows = badness.map((isBad, index) => aReadyRow(`${isBad ? "bad" : "good"}-${index}`));
  let sentContacts = 0;
  const { jobs, upsert } = fakeSendGrid({ isBad: (email) => email.startsWith("bad"), blame });
  const { transport, options } = anUpload((request) => {
    sentContacts += JSON.parse(request.body ?? "").contacts.length;
    return upsert(request);
  });
  const outcome = await uploadBatch(aBatch(...rows), options);
  if (!outcome.ok) throw new Error(outcome.failure.reason.code);
  return {
    calls: transport.requests.length,
    sentContacts,
    delivered: [...jobs.values()].flat(),
    rejected: outcome.value.rejected,
  };
}

const spread = (count: number, bad: number) =>
  Array.from(
    { length: count },
    (_, index) => Math.floor((index * bad) / count) !== Math.floor(((index + 1) * bad) / count),
  );

const ROWS = 30_000;

describe(`${ROWS} rows`, () => {
  test.each<[number, Blame, number, number]>([
    [1, "all", 2, 2],
    [10, "all", 2, 2],
    [3_000, "all", 2, 2],
    [1, "first", 2, 2],
    [10, "first", 21, 8],
    [3_000, "first", 6_001, 16],
    [1, "none", 31, 4],
    [10, "none", 251, 12],
  ])(
    "with %i bad, of whom SendGrid names %s: %i calls and %i times the rows at most",
    async (bad, blame, calls, times) => {
      const sent = await upload(spread(ROWS, bad), blame);
      expect(sent.delivered).toHaveLength(ROWS - bad);
      expect(sent.rejected).toHaveLength(bad);
      expect(sent.calls).toBeLessThanOrEqual(calls);
      expect(sent.sentContacts).toBeLessThanOrEqual(times * ROWS);
    },
  );
});

test("bad ones side by side, more than enough to suspect the request, hold up nobody", async () => {
  const badness = Array.from({ length: 1_000 }, (_, index) => index < 400);
  const { delivered, rejected } = await upload(badness, "none");
  expect(delivered).toHaveLength(600);
  expect(rejected).toHaveLength(400);
});

test("whoever is bad: each good one arrives once, each bad one is told why, within the calls that were promised", async () => {
  const anyBadness = fc.array(fc.boolean(), { minLength: 1, maxLength: 120 });
  await fc.assert(
    fc.asyncProperty(anyBadness, fc.constantFrom<Blame>("all", "first", "none"), async (badness, blame) => {
      const bad = badness.filter(Boolean).length;
      const { calls, delivered, rejected } = await upload(badness, blame);

      const good = badness.flatMap((isBad, index) => (isBad ? [] : [`good-${index}@example.com`]));
      expect(delivered.toSorted()).toEqual(good.toSorted());
      expect(rejected.map(({ profileId }) => profileId).toSorted()).toEqual(
        badness.flatMap((isBad, index) => (isBad ? [`bad-${index}`] : [])).toSorted(),
      );
      for (const { profileId, rejection } of rejected) {
        const words = blame === "none" ? "invalid contacts" : `email '${profileId}@example.com' is not valid`;
        expect(rejection).toMatchObject({ code: "refused-by-sendgrid", message: words });
      }
      const halvings = Math.ceil(Math.log2(badness.length)) + 1;
      const atMost = { all: 2, first: 2 * bad + 1, none: 2 * bad * halvings + 1 }[blame];
      expect(calls).toBeLessThanOrEqual(atMost);
    }),
    { numRuns: 300 },
  );
});
