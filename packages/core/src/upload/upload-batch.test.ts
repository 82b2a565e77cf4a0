import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Rejection } from "../contact/rejection.ts";
import { createSendGridClient } from "../sendgrid/sendgrid-client.ts";
import type { HttpRequest } from "../sendgrid/transport.ts";
import { fakeSendGrid } from "../testing/fake-send-grid.ts";
import { aReadyRow, type FakeAnswer, fakeClock, fakeTransport } from "../testing/index.ts";
import { type Batch, packBatches } from "./pack-batches.ts";
import type { Row } from "./row.ts";
import { type UploadOutcome, uploadBatch } from "./upload-batch.ts";

const LIST = "0b6ef1a2-57f2-4d4b-9f4c-7f5b1f6a9c11";
const rejection: Rejection = {
  code: "email-missing",
  field: "email",
  message: "The profile has no e-mail address.",
};

function aBatch(...rows: Row[]): Batch {
  const [batch] = packBatches(rows, { listIds: [LIST] });
  if (!batch) throw new Error("no rows");
  return batch;
}

function setUp(answer: (request: HttpRequest, count: number) => FakeAnswer) {
  const clock = fakeClock(1_790_000_000_000);
  const transport = fakeTransport(answer);
  const client = createSendGridClient({
    transport,
    baseUrl: "https://sendgrid.test",
    apiKey: () => "key",
    clock,
  });
  const options = { client, clock, listId: LIST, random: () => 0.5, giveUpAfterMs: 3_600_000 };
  return { clock, transport, options };
}

const ids = ({ accepted, rejected }: UploadOutcome) => ({
  accepted: accepted.map(({ jobId, rows }) => [jobId, ...rows.map(({ profileId }) => profileId)]),
  rejected: rejected.map(({ profileId, rejection }) => [profileId, rejection.code]),
});

describe("uploadBatch", () => {
  test("puts the contacts on the list in one request, and tells whom it left out", async () => {
    const { jobs, upsert } = fakeSendGrid();
    const { transport, options } = setUp(upsert);
    const outcome = await uploadBatch(
      aBatch(aReadyRow("ada"), { profileId: "dan", rejection }, aReadyRow("bob")),
      options,
    );

    expect(outcome.ok && ids(outcome.value)).toEqual({
      accepted: [["job-1", "ada", "bob"]],
      rejected: [["dan", "email-missing"]],
    });
    expect(jobs.get("job-1")).toEqual(["ada@example.com", "bob@example.com"]);
    expect(transport.requests).toHaveLength(1);
    expect(transport.requests[0]).toMatchObject({
      method: "PUT",
      url: "https://sendgrid.test/v3/marketing/contacts",
      headers: { authorization: "Bearer key", "content-type": "application/json" },
      body: `{"list_ids":["${LIST}"],"contacts":[{"email":"ada@example.com"},{"email":"bob@example.com"}]}`,
    });
  });

  test("asks nothing of SendGrid where there is nobody to send", async () => {
    const { transport, options } = setUp(() => ({ status: 500 }));
    const outcome = await uploadBatch(aBatch({ profileId: "dan", rejection }), options);
    expect(outcome).toEqual({
      ok: true,
      value: { accepted: [], rejected: [{ profileId: "dan", rejection }] },
    });
    expect(transport.requests).toEqual([]);
  });

  test("takes out those whom SendGrid names, in its own words, and sends the rest", async () => {
    const { transport, options } = setUp(fakeSendGrid({ isBad: (email) => email.startsWith("bob") }).upsert);
    const outcome = await uploadBatch(aBatch(aReadyRow("ada"), aReadyRow("bob"), aReadyRow("cid")), options);
    expect(outcome.ok && outcome.value.rejected).toEqual([
      {
        profileId: "bob",
        rejection: {
          code: "refused-by-sendgrid",
          field: "email",
          message: "email 'bob@example.com' is not valid",
        },
      },
    ]);
    expect(outcome.ok && ids(outcome.value).accepted).toEqual([["job-1", "ada", "cid"]]);
    expect(transport.requests).toHaveLength(2);
  });

  test("finds one culprit among 1,000 that SendGrid does not name in 2 requests for each halving", async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => aReadyRow(`p${index}`));
    const { transport, options } = setUp(
      fakeSendGrid({ isBad: (email) => email.startsWith("p617@"), blame: "none" }).upsert,
    );
    const outcome = await uploadBatch(aBatch(...rows), options);
    expect(outcome.ok && ids(outcome.value).rejected).toEqual([["p617", "refused-by-sendgrid"]]);
    expect(outcome.ok && outcome.value.accepted.flatMap((part) => part.rows)).toHaveLength(999);
    expect(transport.requests.length).toBeLessThanOrEqual(21);
  });

  test("finds any number of them that way, as long as others are accepted in between", async () => {
    const rows = Array.from({ length: 300 }, (_, index) =>
      aReadyRow(`${index % 2 === 0 ? "good" : "bad"}-${index}`),
    );
    const { options } = setUp(fakeSendGrid({ isBad, blame: "none" }).upsert);
    const outcome = await uploadBatch(aBatch(...rows), options);
    expect(outcome.ok && outcome.value.rejected).toHaveLength(150);
  });

  test("keeps the first reason where SendGrid has several for one contact", async () => {
    const errors = [
      { field: "contacts[0].email", message: "first" },
      { field: "contacts[0].city", message: "second" },
      { field: "contacts[7]", message: "there is no such contact" },
    ];
    const { options } = setUp(() => ({ status: 400, body: { errors } }));
    const outcome = await uploadBatch(aBatch(aReadyRow("ada")), options);
    expect(outcome.ok && outcome.value.rejected).toEqual([
      { profileId: "ada", rejection: { code: "refused-by-sendgrid", field: "email", message: "first" } },
    ]);
  });

  test("sends less at once where SendGrid says too large, and gives up on a contact that is so alone", async () => {
    const big = aReadyRow("big", { city: "x".repeat(500) });
    const { options } = setUp(fakeSendGrid({ maxBody: 300 }).upsert);
    const outcome = await uploadBatch(aBatch(aReadyRow("ada"), big, aReadyRow("bob")), options);
    expect(outcome.ok && ids(outcome.value)).toEqual({
      accepted: [
        ["job-1", "ada"],
        ["job-2", "bob"],
      ],
      rejected: [["big", "contact-too-large"]],
    });
  });

  test("does not blame the contacts for a list that SendGrid does not take", async () => {
    const errors = [{ field: "list_ids", message: "invalid list ids supplied" }];
    const { transport, options } = setUp(() => ({ status: 400, body: { errors } }));
    const outcome = await uploadBatch(aBatch(aReadyRow("ada"), aReadyRow("bob")), options);
    expect(outcome).toMatchObject({ ok: false, failure: { reason: { code: "rejected", errors } } });
    expect(transport.requests).toHaveLength(1);
  });

  test("stops where SendGrid refuses everybody one by one, and says what it says", async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => aReadyRow(`p${index}`));
    const { transport, options } = setUp(fakeSendGrid({ isBad: () => true, blame: "none" }).upsert);
    const outcome = await uploadBatch(aBatch(...rows), options);
    expect(outcome).toMatchObject({
      ok: false,
      failure: { reason: { errors: [{ message: "invalid contacts" }] } },
    });
    expect(transport.requests.length).toBeLessThan(250);
  });

  test.each([
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "not-found"],
  ])("a %i is for a person: it is not tried again", async (status, code) => {
    const { transport, options } = setUp(() => ({
      status,
      body: { errors: [{ message: "no", field: null }] },
    }));
    const outcome = await uploadBatch(aBatch(aReadyRow("ada")), options);
    expect(outcome).toMatchObject({ ok: false, failure: { reason: { code } } });
    expect(transport.requests).toHaveLength(1);
  });
});

describe("uploadBatch, trying again", () => {
  const afterwards = (first: FakeAnswer) => {
    const { upsert } = fakeSendGrid();
    return setUp((request, count) => (count === 1 ? first : upsert(request)));
  };
  const epochIn20s = String(1_790_000_000 + 20);

  test.each<[string, Record<string, string>, number]>([
    ["seconds in Retry-After", { "retry-after": "7", "x-ratelimit-reset": "20" }, 7_000],
    ["a date in Retry-After", { "retry-after": new Date(1_790_000_009_000).toUTCString() }, 9_000],
    ["seconds in X-RateLimit-Reset", { "x-ratelimit-reset": "20" }, 20_000],
    ["an instant in X-RateLimit-Reset", { "x-ratelimit-reset": epochIn20s }, 20_000],
    ["an instant that has passed", { "x-ratelimit-reset": "1392815263" }, 0],
  ])("waits as long as a 429 asks: %s", async (_, headers, waitMs) => {
    const { clock, options } = afterwards({ status: 429, headers });
    const outcome = await uploadBatch(aBatch(aReadyRow("ada")), options);
    expect(outcome.ok).toBe(true);
    expect(clock.waits).toEqual([waitMs + 500]);
  });

  test("backs off where a 429 says nothing", async () => {
    const { clock, options } = afterwards({ status: 429 });
    expect((await uploadBatch(aBatch(aReadyRow("ada")), options)).ok).toBe(true);
    expect(clock.waits).toEqual([500]);
  });

  test("tells of each wait before it begins", async () => {
    const { options } = afterwards({ status: 503, body: "<html>" });
    const told: unknown[] = [];
    const onRetry = (failure: unknown, nextTryAtMs: number) => told.push([failure, nextTryAtMs]);
    await uploadBatch(aBatch(aReadyRow("ada")), { ...options, onRetry });
    expect(told).toEqual([
      [{ code: "unavailable", status: 503, cause: "SendGrid answered 503" }, 1_790_000_000_500],
    ]);
  });

  test("gives up when its time is over, after a last try at that very moment", async () => {
    const triedAt: number[] = [];
    const { clock, options } = setUp(() => {
      triedAt.push(clock.now() - 1_790_000_000_000);
      return { status: 503 };
    });
    const outcome = await uploadBatch(aBatch(aReadyRow("ada")), { ...options, giveUpAfterMs: 8_000 });
    expect(outcome).toMatchObject({ ok: false, failure: { reason: { code: "unavailable", status: 503 } } });
    expect(triedAt).toEqual([0, 500, 1_500, 3_500, 7_500, 8_000]);
  });

  test("ends at once when it is cancelled in the middle of a wait, and keeps what was done", async () => {
    const { upsert } = fakeSendGrid({ isBad: (email) => email.startsWith("cid"), blame: "none" });
    const cancel = new AbortController();
    const { clock, transport, options } = setUp((request, count) => {
      if (count < 3) return upsert(request); // refused whole, then ada and bob alone
      return { status: 429, headers: { "x-ratelimit-reset": "60" } };
    });
    const wait = async (milliseconds: number) => {
      clock.waits.push(milliseconds);
      cancel.abort();
    };
    const batch = aBatch(aReadyRow("ada"), aReadyRow("bob"), aReadyRow("cid"), aReadyRow("dee"));
    const outcome = await uploadBatch(batch, {
      ...options,
      clock: { ...clock, wait },
      signal: cancel.signal,
    });

    expect(outcome.ok ? null : outcome.failure.reason).toEqual({ code: "canceled" });
    expect(outcome.ok ? null : ids(outcome.failure.soFar)).toEqual({
      accepted: [["job-1", "ada", "bob"]],
      rejected: [],
    });
    expect(transport.requests).toHaveLength(3);
  });

  test("asks nothing more of SendGrid once it is cancelled", async () => {
    const { transport, options } = setUp(fakeSendGrid().upsert);
    const outcome = await uploadBatch(aBatch(aReadyRow("ada")), { ...options, signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ ok: false, failure: { reason: { code: "canceled" } } });
    expect(transport.requests).toEqual([]);
  });
});

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

const anyKind = fc.constantFrom("good", "good", "good", "bad", "rejected", "duplicate");
const rowsOf = (kinds: readonly string[]) =>
  kinds.map((kind, index): Row => {
    const profileId = `${kind}-${index}`;
    if (kind === "rejected") return { profileId, rejection };
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
        const { options } = setUp(faulty(faults, sendGrid.upsert));
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
          const { options } = setUp(faulty(faults, sendGrid.upsert));
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
