import { describe, expect, test } from "vitest";
import { fail, ok } from "../result.ts";
import { createSendGridClient } from "../sendgrid/sendgrid-client.ts";
import type { HttpRequest } from "../sendgrid/transport.ts";
import { byteStream } from "../testing/byte-stream.ts";
import { type FakeAnswer, fakeClock, fakeTransport } from "../testing/index.ts";
import { uploadImport } from "./upload-import.ts";

const BYTES = new TextEncoder().encode("file");
const FILE = {
  columns: ["_rf2_T", "e1_T"],
  rows: 7,
  spooled: { bytes: 4, stream: () => byteStream(BYTES), discard: async () => undefined },
};

const STORAGE = "https://storage.test";
const isStorage = ({ url }: HttpRequest) => url.startsWith(STORAGE);

/** SendGrid, which gives a new address each time, and a storage that answers by turns. */
function setUp(storage: (count: number) => FakeAnswer, start?: FakeAnswer) {
  let imports = 0;
  let uploads = 0;
  const transport = fakeTransport((request) => {
    if (isStorage(request)) return storage(++uploads);
    const job_id = `job-${++imports}`;
    const upload_headers = [{ header: "x-amz-server-side-encryption", value: "aws:kms" }];
    return start ?? { status: 200, body: { job_id, upload_uri: `${STORAGE}/${imports}`, upload_headers } };
  });
  const clock = fakeClock();
  const client = createSendGridClient({
    transport,
    baseUrl: "https://sendgrid.test",
    apiKey: () => "SG.secret",
    clock,
  });
  const upload = (signal?: AbortSignal) =>
    uploadImport(FILE, {
      client,
      listId: "l1",
      clock,
      random: () => 0.5,
      giveUpAfterMs: 60_000,
      ...(signal ? { signal } : {}),
    });
  const paths = () => transport.requests.map(({ url }) => url.replace("https://", ""));
  return { upload, transport, clock, paths };
}

const SENDGRID = "sendgrid.test/v3/marketing/contacts/imports";

describe("a file", () => {
  test("goes where SendGrid says, with all of its headers and without the key", async () => {
    const { upload, transport } = setUp(() => ({ status: 200 }));
    expect(await upload()).toEqual(ok({ jobId: "job-1", rows: 7 }));
    const [asked, sent] = transport.requests;
    expect(asked).toMatchObject({
      method: "PUT",
      body: '{"file_type":"csv","field_mappings":["_rf2_T","e1_T"],"list_ids":["l1"]}',
    });
    expect(sent).toMatchObject({ method: "PUT", url: `${STORAGE}/1`, upload: { bytes: 4 } });
    expect(sent?.headers).toEqual({ "x-amz-server-side-encryption": "aws:kms" });
    expect(await new Response(sent?.upload?.stream).text()).toBe("file");
  });

  test.each<[string, () => FakeAnswer]>([
    ["a 503", () => ({ status: 503, body: "<Error><Code>SlowDown</Code></Error>" })],
    ["a 400", () => ({ status: 400, body: "<Error><Code>RequestTimeout</Code></Error>" })],
    [
      "a broken connection",
      () => {
        throw new Error("ECONNRESET");
      },
    ],
  ])("is sent again, whole and to the same address, after %s", async (_what, trouble) => {
    const { upload, paths, transport } = setUp((count) => (count === 1 ? trouble() : { status: 200 }));
    expect(await upload()).toEqual(ok({ jobId: "job-1", rows: 7 }));
    expect(paths()).toEqual([SENDGRID, "storage.test/1", "storage.test/1"]);
    expect(await new Response(transport.requests[2]?.upload?.stream).text()).toBe("file");
  });

  test("waits where SendGrid has had too many questions, and asks again", async () => {
    const { transport, clock } = setUp(() => ({ status: 200 }));
    let asked = 0;
    const client = createSendGridClient({
      transport: async (request) => {
        const isRefused = !isStorage(request) && ++asked === 1;
        return isRefused
          ? { status: 429, text: "", headers: new Headers({ "x-ratelimit-reset": "7" }) }
          : await transport(request);
      },
      baseUrl: "https://sendgrid.test",
      apiKey: () => "SG.secret",
      clock,
    });
    const options = { client, listId: "l1", clock, random: () => 0, giveUpAfterMs: 60_000 };
    expect(await uploadImport(FILE, options)).toEqual(ok({ jobId: "job-1", rows: 7 }));
    expect([asked, clock.waits]).toEqual([2, [7_000]]);
  });

  test.each([403, 404])("goes to a new address where the old one answers %d", async (status) => {
    const { upload, paths } = setUp((count) => ({ status: count === 1 ? status : 200 }));
    expect(await upload()).toEqual(ok({ jobId: "job-2", rows: 7 }));
    expect(paths()).toEqual([SENDGRID, "storage.test/1", SENDGRID, "storage.test/2"]);
  });

  test("is given up where every new address is refused, and that is no failure of the key's", async () => {
    const { upload, paths } = setUp(() => ({ status: 403 }));
    expect(await upload()).toMatchObject(fail({ code: "unavailable" }));
    expect(paths()).toHaveLength(6);
  });

  test("is given up when time is up, asking included", async () => {
    const { upload, clock } = setUp(() => ({ status: 500 }));
    expect(await upload()).toMatchObject(fail({ code: "unavailable", status: 500 }));
    expect(clock.now()).toBe(60_000);
  });

  test.each<[FakeAnswer, unknown]>([
    [{ status: 404 }, { code: "list-gone" }],
    [{ status: 401 }, { code: "unauthorized" }],
    [{ status: 400, body: { errors: [] } }, { code: "rejected" }],
    [{ status: 200, body: { job_id: "job-1" } }, { code: "unavailable" }],
  ])("goes nowhere where SendGrid answers $status to the question", async (answer, failure) => {
    const { upload, transport } = setUp(() => ({ status: 200 }), answer);
    expect(await upload()).toMatchObject(fail(failure));
    expect(transport.requests.filter(isStorage)).toEqual([]);
  });

  test("takes as long as it is, whatever the limit of a call", async () => {
    const timeIsUpAtOnce = { now: () => 0, wait: async () => undefined };
    const { transport } = setUp(() => ({ status: 200 }));
    const client = createSendGridClient({
      transport: async (request) => {
        if (isStorage(request)) await new Promise<void>((resolve) => setTimeout(resolve));
        return await transport(request);
      },
      baseUrl: "https://sendgrid.test",
      apiKey: () => "SG.secret",
      clock: timeIsUpAtOnce,
      timeLimitMs: 1,
    });
    const uploaded = await client.uploadFile(
      { jobId: "job-1", uploadUrl: `${STORAGE}/1`, uploadHeaders: {} },
      { bytes: 4, stream: byteStream(BYTES) },
    );
    expect(uploaded).toEqual(ok(null));
  });

  test("is not sent again once it is cancelled", async () => {
    const cancel = new AbortController();
    const { upload, transport } = setUp(() => {
      cancel.abort();
      throw new Error("aborted");
    });
    expect(await upload(cancel.signal)).toEqual(fail({ code: "canceled" }));
    expect(transport.requests).toHaveLength(2);
  });
});
