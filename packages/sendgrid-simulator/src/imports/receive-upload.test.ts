import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";
import { EMAIL, headersOf, type StartedImport, startImport } from "../testing/an-import.ts";

const FILE = "email\nada@example.com\n";

async function anImport(options: Parameters<typeof aSimulator>[0] = {}) {
  const simulator = await aSimulator(options);
  const started: StartedImport = (await startImport(simulator, [EMAIL])).body;
  const put = async (url: string, headers: Record<string, string>) => {
    const response = await fetch(url, { method: "PUT", headers, body: FILE });
    return { status: response.status, text: await response.text() };
  };
  return { ...simulator, started, put };
}

/** By hand: `fetch` sends the length of what it can measure. */
function sendUnmeasured(
  started: StartedImport,
  headers: Record<string, string>,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(started.upload_uri, {
      method: "PUT",
      headers: { ...headersOf(started), ...headers },
    });
    sent.once("response", (response) => {
      resolve(response.statusCode);
      sent.destroy();
    });
    sent.once("error", reject);
    sent.write(FILE);
    if (!headers["content-length"]) sent.end();
  });
}

describe("the object storage", () => {
  test("is another origin than the API", async () => {
    const { started, url } = await anImport();
    expect(new URL(started.upload_uri).origin).not.toBe(url);
    expect(new URL(started.upload_uri).hostname).toBe(new URL(url).hostname);
  });

  test("refuses an API key, as a presigned link has its own signature", async () => {
    const { started, put, keys } = await anImport();
    const answer = await put(started.upload_uri, {
      ...headersOf(started),
      authorization: `Bearer ${keys.GOOD}`,
    });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("<Code>InvalidArgument</Code>");
  });

  test("refuses an upload without its header, and with another value", async () => {
    const { started, put } = await anImport();
    for (const headers of [{}, { "x-amz-server-side-encryption": "AES256" }]) {
      const answer = await put(started.upload_uri, headers as Record<string, string>);
      expect(answer.status).toBe(403);
      expect(answer.text).toContain("<Code>SignatureDoesNotMatch</Code>");
    }
  });

  test("refuses a link that was changed, and one without a signature", async () => {
    const { started, put } = await anImport();
    const other = started.upload_uri.replace(started.job_id, "00000000-0000-4000-8000-000000000000");
    expect((await put(other, headersOf(started))).text).toContain("SignatureDoesNotMatch");
    const bare = await put(started.upload_uri.split("?")[0] ?? "", headersOf(started));
    expect(bare).toMatchObject({ status: 403, text: expect.stringContaining("<Code>AccessDenied</Code>") });
  });

  test("refuses a link whose time is over, and not a moment before", async () => {
    let now = 1_000_000;
    const { started, put } = await anImport({ settings: { uploadLinkMs: 60_000 }, clock: () => now });
    now += 60_000;
    expect(await put(started.upload_uri, headersOf(started))).toMatchObject({
      status: 403,
      text: expect.stringContaining("Request has expired"),
    });
    now -= 1;
    expect((await put(started.upload_uri, headersOf(started))).status).toBe(200);
  });

  test("refuses a body without a length, unless that is allowed", async () => {
    const { started, call } = await anImport();
    expect(await sendUnmeasured(started, { "transfer-encoding": "chunked" })).toBe(501);
    await call("PUT", "/_simulator/settings", { acceptsChunkedUploads: true });
    expect(await sendUnmeasured(started, { "transfer-encoding": "chunked" })).toBe(200);
  });

  test("refuses a file over 5 GB by its head", async () => {
    const { started } = await anImport();
    expect(await sendUnmeasured(started, { "content-length": "5000000001" })).toBe(400);
  });

  test("answers a job's second file as the first, and keeps the first", async () => {
    const { started, put, settled, state } = await anImport();
    await put(started.upload_uri, headersOf(started));
    expect(await put(started.upload_uri, headersOf(started))).toMatchObject({ status: 200 });
    const job = await settled({ status: 200, headers: new Headers(), body: started });
    expect(job.results).toEqual({ requested_count: 1, created_count: 1 });
    expect((await state()).contactCount).toBe(1);
  });
});
