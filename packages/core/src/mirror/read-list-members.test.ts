import { describe, expect, test } from "vitest";
import { ok } from "../result.ts";
import type { ListMember } from "../sendgrid/files/read-export-file.ts";
import { createSendGridClient } from "../sendgrid/sendgrid-client.ts";
import type { HttpRequest } from "../sendgrid/transport.ts";
import { type FakeAnswer, fakeClock, fakeTransport } from "../testing/index.ts";
import { readListMembers } from "./read-list-members.ts";

function setUp(answer: (request: HttpRequest, count: number) => FakeAnswer) {
  const clock = fakeClock();
  const transport = fakeTransport(answer);
  const client = createSendGridClient({
    transport,
    baseUrl: "https://sendgrid.test",
    apiKey: () => "key",
    clock,
  });
  const taken: ListMember[] = [];
  const take = async (members: readonly ListMember[]) => void taken.push(...members);
  return {
    clock,
    transport,
    taken,
    take,
    options: { client, clock, random: () => 0.5, giveUpAfterMs: 60_000 },
  };
}

const started: FakeAnswer = { status: 202, body: { id: "e1" } };
const standing = (body: object): FakeAnswer => ({ status: 200, body: { id: "e1", ...body } });
const file = (...names: string[]): FakeAnswer => ({
  status: 200,
  body: ["EMAIL,CONTACT_ID", ...names.map((name) => `${name}@example.com,id-${name}`)].join("\n"),
});
const inTurn = (...answers: FakeAnswer[]) =>
  setUp((_, count) => answers[Math.min(count, answers.length) - 1] as FakeAnswer);
const ready = standing({ status: "ready", urls: ["https://files.test/1", "https://files.test/2"] });
const pending = standing({ status: "pending" });

describe("readListMembers", () => {
  test("asks, waits with growing pauses, and reads every file", async () => {
    const { clock, taken, take, options } = inTurn(
      started,
      pending,
      pending,
      pending,
      ready,
      file("ada"),
      file("bob"),
    );
    expect(await readListMembers("l1", take, options)).toEqual(ok({ members: 2 }));
    expect(taken.map(({ contactId }) => contactId)).toEqual(["id-ada", "id-bob"]);
    expect(clock.waits).toEqual([500, 800, 1_280]);
  });

  test("an empty list is nobody", async () => {
    const { taken, take, options } = inTurn(started, standing({ status: "ready", urls: [] }));
    expect(await readListMembers("l1", take, options)).toEqual(ok({ members: 0 }));
    expect(taken).toEqual([]);
  });

  test("a state that SendGrid's documentation does not know is not the end, and never nobody", async () => {
    const { taken, take, options } = inTurn(started, standing({ status: "processing" }), ready, file("ada"));
    expect(await readListMembers("l1", take, options)).toEqual(ok({ members: 2 }));
    expect(taken.map(({ contactId }) => contactId)).toEqual(["id-ada", "id-ada"]); // one answer for both files
  });

  test("no files where SendGrid counts contacts is a failure, never nobody", async () => {
    const { take, options } = inTurn(started, standing({ status: "ready", urls: [], contact_count: 3 }));
    expect(await readListMembers("l1", take, options)).toMatchObject({ failure: { code: "export-failed" } });
  });

  test("an export that SendGrid cannot make says so in SendGrid's words", async () => {
    const { take, options } = inTurn(started, standing({ status: "failure", message: "too many exports" }));
    expect(await readListMembers("l1", take, options)).toEqual({
      ok: false,
      failure: { code: "export-failed", message: "too many exports" },
    });
  });

  test("says that the export is pending when its time is over, after a last look at that very moment", async () => {
    const { clock, take, options } = inTurn(started, pending);
    expect(await readListMembers("l1", take, { ...options, giveUpAfterMs: 1_000 })).toEqual({
      ok: false,
      failure: { code: "export-pending" },
    });
    expect(clock.waits).toEqual([500, 500]);
  });

  test("files that are gone and past their time have expired", async () => {
    const expires_at = new Date(30_000).toISOString();
    const gone: FakeAnswer = { status: 403, body: "<Error/>" };
    const { take, options } = inTurn(
      started,
      standing({ status: "ready", urls: ["https://f.test"], expires_at }),
      gone,
    );
    expect(await readListMembers("l1", take, options)).toEqual({
      ok: false,
      failure: { code: "export-expired" },
    });
  });

  test("tries again through limits and outages, and reads a file anew", async () => {
    const outage: FakeAnswer = { status: 502 };
    const { taken, take, options } = inTurn(outage, started, outage, ready, file("ada"), outage, file("bob"));
    expect(await readListMembers("l1", take, options)).toEqual(ok({ members: 2 }));
    expect(taken).toHaveLength(2);
  });

  test("asks for another export where SendGrid does not know the first any more", async () => {
    const { clock, transport, taken, take, options } = setUp(({ method, url }) => {
      const exports = transport.requests.filter((request) => request.method === "POST").length;
      if (method === "POST") return { status: 202, body: { id: `e${exports}` } };
      if (url.endsWith("/e1")) return { status: 404, body: { errors: [{ message: "not found" }] } };
      return url.endsWith("/e2") ? ready : file("ada");
    });
    expect(await readListMembers("l1", take, options)).toEqual(ok({ members: 2 }));
    expect(taken).toHaveLength(2);
    expect(clock.now()).toBeGreaterThanOrEqual(20_000); // one that was just asked for may not be everywhere yet
  });

  test("an export that SendGrid loses each time is no list that is gone", async () => {
    const { transport, take, options } = setUp(({ method }) =>
      method === "POST" ? started : { status: 404 },
    );
    expect(await readListMembers("l1", take, { ...options, giveUpAfterMs: 600_000 })).toEqual({
      ok: false,
      failure: { code: "export-lost" },
    });
    expect(transport.requests.filter(({ method }) => method === "POST")).toHaveLength(3);
  });

  test("a list that is gone is refused at once", async () => {
    const { transport, take, options } = inTurn({ status: 404 });
    expect(await readListMembers("l1", take, options)).toEqual({ ok: false, failure: { code: "not-found" } });
    expect(transport.requests).toHaveLength(1);
  });

  test("ends at once when it is cancelled", async () => {
    const stop = new AbortController();
    const { transport, take, options } = setUp((_, count) => {
      if (count === 2) stop.abort();
      return count === 1 ? started : pending;
    });
    expect(await readListMembers("l1", take, { ...options, signal: stop.signal })).toEqual({
      ok: false,
      failure: { code: "canceled" },
    });
    expect(transport.requests).toHaveLength(2);
  });
});
