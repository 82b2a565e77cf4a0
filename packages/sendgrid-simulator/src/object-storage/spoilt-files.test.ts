import { once } from "node:events";
import { request } from "node:http";
import { gunzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";
import { EMAIL, headersOf, type StartedImport, startImport, upload } from "../testing/an-import.ts";

const PEOPLE = Array.from({ length: 200 }, (_, index) => ({ email: `p${index}@example.com` }));
const FILE = `email\n${PEOPLE.map(({ email }) => email).join("\n")}\n`;

async function aSimulatorWithFiles() {
  const simulator = await aSimulator({ settings: { exportDelayMs: 0 } });
  const strike = async (fault: object, endpoint = "GET storage") =>
    expect((await simulator.call("POST", "/_simulator/faults", { endpoint, fault })).status).toBe(201);
  const anImport = async (): Promise<StartedImport> => (await startImport(simulator, [EMAIL])).body;
  const imported = ({ job_id }: StartedImport) =>
    simulator.settled({ status: 202, headers: new Headers(), body: { job_id } });
  /** Where the file of an export lies that has 200 people in it. */
  const anExport = async (): Promise<string> => {
    await simulator.settled(await simulator.upsert(PEOPLE));
    const { id } = (await simulator.call("POST", "/v3/marketing/contacts/exports", {})).body;
    return (await simulator.call("GET", `/v3/marketing/contacts/exports/${id}`)).body.urls[0];
  };
  return { ...simulator, strike, anImport, imported, anExport };
}

const bytesOf = async (url: string): Promise<Buffer> => Buffer.from(await (await fetch(url)).arrayBuffer());
const rowsOf = (bytes: Buffer): number => gunzipSync(bytes).toString().trimEnd().split("\n").length - 1;

/** What came before the connection broke. */
async function brokenOff(url: string): Promise<number> {
  const { body, status } = await fetch(url);
  expect(status).toBe(200);
  let bytes = 0;
  await expect(async () => {
    for await (const chunk of body ?? []) bytes += chunk.length;
  }).rejects.toThrow("terminated");
  return bytes;
}

describe("a download", () => {
  test("is cut where it was asked for, and at the latest one byte before its end; the next is whole", async () => {
    const { strike, anExport } = await aSimulatorWithFiles();
    const url = await anExport();
    const { length } = await bytesOf(url);
    await strike({ kind: "cut", afterBytes: 100 });
    expect(await brokenOff(url)).toBe(100);
    await strike({ kind: "cut", afterBytes: 1_000_000 });
    expect(await brokenOff(url)).toBe(length - 1);
    expect(rowsOf(await bytesOf(url))).toBe(200);
  });

  test("comes in drops, and whole", async () => {
    const { strike, anExport } = await aSimulatorWithFiles();
    const url = await anExport();
    const { length } = await bytesOf(url);
    await strike({ kind: "trickle", bytes: Math.ceil(length / 5), everyMs: 10 });
    const begun = performance.now();
    expect(rowsOf(await bytesOf(url))).toBe(200);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(45);
  });

  test("breaks off where more was said than there is, and ends early where less was", async () => {
    const { strike, anExport } = await aSimulatorWithFiles();
    const url = await anExport();
    const { length } = await bytesOf(url);
    await strike({ kind: "wrong-length" });
    expect(await brokenOff(url)).toBe(length);
    await strike({ kind: "wrong-length", says: 50 });
    const short = await bytesOf(url);
    expect(short.length).toBe(50);
    expect(() => rowsOf(short)).toThrow("unexpected end of file");
    expect(rowsOf(await bytesOf(url))).toBe(200);
  });

  test("is a gzip file that cannot be unpacked, or is not packed at all", async () => {
    const { strike, anExport } = await aSimulatorWithFiles();
    const url = await anExport();
    await strike({ kind: "bad-gzip" });
    const damaged = await bytesOf(url);
    expect(damaged.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
    expect(() => rowsOf(damaged)).toThrow("invalid block type");
    await strike({ kind: "bad-gzip", how: "plain" });
    expect((await bytesOf(url)).toString().split("\n")).toHaveLength(202);
  });

  test("finds its address expired, in S3's words", async () => {
    const { strike, anExport } = await aSimulatorWithFiles();
    const url = await anExport();
    await strike({ kind: "expired-link" });
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining("Request has expired"),
    ]);
  });

  test("is spoilt by plan, every kind of it, the same way each time", async () => {
    const { call, anExport } = await aSimulatorWithFiles();
    const url = await anExport();
    const kinds = ["cut", "trickle", "wrong-length", "bad-gzip", "expired-link"];
    const plan = { seed: 5, share: 1, maxInARow: 1_000, kinds, endpoints: ["GET storage"] };
    const aDay = async () => {
      expect((await call("POST", "/_simulator/faults/plan", plan)).status).toBe(201);
      const seen: string[] = [];
      for (let number = 0; number < 20; number += 1) {
        const response = await fetch(url);
        const bytes = await response.bytes().catch(() => null);
        seen.push(`${response.status} ${bytes?.length}`);
      }
      return { seen, strikes: (await call("GET", "/_simulator/faults/plan")).body.strikes };
    };
    const first = await aDay();
    expect(Object.keys(first.strikes).toSorted()).toEqual(kinds.toSorted());
    expect(await aDay()).toEqual(first);
  });
});

test("a fault of files is asked for of the storage, and of an upload only what can befall one", async () => {
  const { call } = await aSimulator();
  for (const [endpoint, kind, status] of [
    ["*", "cut", 400],
    ["GET /v3/scopes", "bad-gzip", 400],
    ["PUT storage", "bad-gzip", 400],
    ["PUT storage", "cut", 201],
    ["PUT storage", "expired-link", 201],
  ] as const) {
    expect((await call("POST", "/_simulator/faults", { endpoint, fault: { kind } })).status).toBe(status);
  }
});

test("an errors file is cut and trickles as any other; as it is no gzip, it cannot be a bad one", async () => {
  const { upsert, settled, strike } = await aSimulatorWithFiles();
  const job = await settled(await upsert([{ email: "ada@example.com", phone_number: "000" }]));
  const url: string = job.results.errors_url;
  const whole = (await bytesOf(url)).toString();
  expect(whole).toContain("ada@example.com");
  await strike({ kind: "cut", afterBytes: 20 });
  expect(await brokenOff(url)).toBe(20);
  for (const fault of [
    { kind: "trickle", bytes: 10, everyMs: 1 },
    { kind: "bad-gzip" },
    { kind: "bad-gzip", how: "plain" },
  ]) {
    await strike(fault);
    expect((await bytesOf(url)).toString()).toBe(whole);
  }
  await strike({ kind: "wrong-length", says: 5 });
  expect((await bytesOf(url)).toString()).toBe(whole.slice(0, 5));
});

describe("an upload", () => {
  test("that breaks off in its middle leaves nothing behind, and the next one is the import's", async () => {
    const { strike, anImport, imported, call } = await aSimulatorWithFiles();
    const started = await anImport();
    await strike({ kind: "cut", afterBytes: 1_000 }, "PUT storage");
    await expect(upload(started, FILE)).rejects.toThrow("fetch failed");
    expect((await call("GET", "/_simulator/state")).body).toMatchObject({ pendingRowCount: 0 });
    expect((await upload(started, FILE)).status).toBe(200);
    expect((await imported(started)).results).toEqual({ requested_count: 200, created_count: 200 });
  });

  /** Sends half a file, and the other half when `meanwhile` is done. */
  async function inTwoHalves(started: StartedImport, meanwhile: () => Promise<unknown>) {
    const half = `email\n${Array.from({ length: 6_000 }, (_, index) => `x${index}@example.com\n`).join("")}`;
    const rest = "last@example.com\n";
    const headers = { ...headersOf(started), "content-length": half.length + rest.length };
    const sent = request(started.upload_uri, { method: "PUT", headers });
    const answered = once(sent, "response");
    sent.write(half);
    await meanwhile();
    sent.end(rest);
    const [response] = await answered;
    const text = (await response.toArray()).join("");
    return { status: response.statusCode, text };
  }

  test("that a reset overtakes is told so, and nothing of it gets into what comes after", async () => {
    const { anImport, call, state, upsert, settled } = await aSimulatorWithFiles();
    const started = await anImport();
    const answer = await inTwoHalves(started, async () => {
      await vi.waitUntil(async () => (await state()).pendingRowCount > 0);
      await call("POST", "/_simulator/reset");
    });
    expect(answer).toEqual({ status: 409, text: expect.stringContaining("OperationAborted") });
    await settled(await upsert([{ email: "ada@example.com" }]));
    expect(await state()).toMatchObject({ contactCount: 1, pendingRowCount: 0 });
    expect((await upload(started, FILE)).status).toBe(404);
  });

  test("that a snapshot overtakes is told so, and can be sent again if its import is in the snapshot", async () => {
    const { anImport, imported, url, state } = await aSimulatorWithFiles();
    const started = await anImport();
    const snapshot = await (await fetch(`${url}/_simulator/snapshot`)).arrayBuffer();
    const headers = { "content-type": "application/vnd.sqlite3" };
    const answer = await inTwoHalves(started, async () => {
      await vi.waitUntil(async () => (await state()).pendingRowCount > 0);
      await fetch(`${url}/_simulator/snapshot`, { method: "PUT", headers, body: snapshot });
    });
    expect(answer.status).toBe(409);
    expect((await state()).pendingRowCount).toBe(0);
    expect((await upload(started, FILE)).status).toBe(200);
    expect((await imported(started)).results).toEqual({ requested_count: 200, created_count: 200 });
  });

  test("finds its address expired", async () => {
    const { strike, anImport } = await aSimulatorWithFiles();
    await strike({ kind: "expired-link" }, "PUT storage");
    const answer = await upload(await anImport(), FILE);
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining("Request has expired"),
    ]);
  });
});

test("a download that a reset overtakes breaks off", async () => {
  const { upsert, settled, call, strike } = await aSimulatorWithFiles();
  const many = (from: number) =>
    Array.from({ length: 20_000 }, (_, index) => ({ email: `m${from + index}@example.com` }));
  await settled(await upsert(many(0)));
  await settled(await upsert(many(20_000)));
  const { id } = (await call("POST", "/v3/marketing/contacts/exports", {})).body;
  const [url] = (await call("GET", `/v3/marketing/contacts/exports/${id}`)).body.urls;
  await strike({ kind: "trickle", bytes: 16_384, everyMs: 20 });
  const { body } = await fetch(url);
  await expect(async () => {
    let isFirst = true;
    for await (const _chunk of body ?? []) {
      if (isFirst) await call("POST", "/_simulator/reset");
      isFirst = false;
    }
  }).rejects.toThrow("terminated");
});
