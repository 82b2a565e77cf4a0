import { describe, expect, test } from "vitest";
import type { ImportFile } from "../import/csv-file.ts";
import type { HttpRequest } from "../sendgrid/transport.ts";
import { aBatch, anUpload, outcomeIds } from "../testing/an-upload.ts";
import { byteStream } from "../testing/byte-stream.ts";
import { aReadyRow, type FakeAnswer } from "../testing/index.ts";
import type { Batch } from "./batch.ts";
import { uploadBatch } from "./upload-batch.ts";

const aFile = (name: string): ImportFile => ({
  columns: [`_${name}`],
  rows: 3,
  spooled: {
    bytes: name.length,
    stream: () => byteStream(new TextEncoder().encode(name)),
    discard: async () => undefined,
  },
});
const [one, two] = [aFile("one"), aFile("two")];
const batch: Batch = { ...aBatch(aReadyRow("ada")), rowCount: 7, files: [one, two] };

/** A SendGrid that gives jobs to upserts and imports, where its storage and it have no other answer. */
function setUp(otherAnswer: (request: HttpRequest) => FakeAnswer | null = () => null) {
  let jobs = 0;
  const upload = anUpload((request) => {
    const other = otherAnswer(request);
    if (other) return other;
    if (request.upload) return { status: 200 };
    const job_id = `job-${++jobs}`;
    if (!request.url.endsWith("/imports")) return { status: 202, body: { job_id } };
    return { status: 200, body: { job_id, upload_uri: `https://storage.test/${jobs}`, upload_headers: [] } };
  });
  const paths = () => upload.transport.requests.map(({ url }) => url.split("/").at(-1));
  return { ...upload, paths };
}

describe("a batch with files", () => {
  test("goes up in one upsert and one import for each file, in this order", async () => {
    const { options, paths } = setUp();
    const uploaded = await uploadBatch(batch, options);
    expect(paths()).toEqual(["contacts", "imports", "2", "imports", "3"]);
    if (!uploaded.ok) throw new Error(uploaded.failure.reason.code);
    expect(outcomeIds(uploaded.value)).toEqual({ accepted: [["job-1", "ada"]], rejected: [] });
    expect(uploaded.value.acceptedFiles).toEqual([
      { jobId: "job-2", file: one },
      { jobId: "job-3", file: two },
    ]);
  });

  test("whose upload ends half-way tells which of its files were taken", async () => {
    const { options } = setUp(({ body }) =>
      body?.includes("_two") ? { status: 403, body: { errors: [] } } : null,
    );
    const uploaded = await uploadBatch(batch, options);
    expect(uploaded).toMatchObject({
      ok: false,
      failure: {
        reason: { code: "forbidden" },
        soFar: { accepted: [{ jobId: "job-1" }], acceptedFiles: [{ jobId: "job-2", file: one }] },
      },
    });
  });

  test("sends no file where the upsert says already that the key is refused", async () => {
    const { options, paths } = setUp(() => ({ status: 401, body: { errors: [] } }));
    expect(await uploadBatch(batch, options)).toMatchObject({
      failure: { reason: { code: "unauthorized" }, soFar: { accepted: [], acceptedFiles: [] } },
    });
    expect(paths()).toEqual(["contacts"]);
  });
});
