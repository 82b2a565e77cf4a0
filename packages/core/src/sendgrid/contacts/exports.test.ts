import { describe, expect, test } from "vitest";
import { ok } from "../../result.ts";
import { byteStream, gzipped } from "../../testing/byte-stream.ts";
import { fakeClock, fakeTransport } from "../../testing/index.ts";
import type { ListMember } from "../files/read-export-file.ts";
import { createSendGridClient } from "../sendgrid-client.ts";
import type { HttpRequest, HttpResponse } from "../transport.ts";

const open = (transport: (request: HttpRequest) => Promise<HttpResponse>) =>
  createSendGridClient({
    transport,
    baseUrl: "https://sendgrid.test",
    apiKey: () => "SG.secret",
    clock: fakeClock(),
  });

function answering(body: unknown, status = 200) {
  const transport = fakeTransport(() => ({ status, body }));
  return { transport, client: open(transport) };
}

function serving(stream: NonNullable<HttpResponse["stream"]>) {
  const requests: HttpRequest[] = [];
  const client = open(async (request) => {
    requests.push(request);
    return { status: 200, headers: new Headers(), text: "", stream };
  });
  return { client, requests };
}

function taking() {
  const taken: ListMember[] = [];
  return { taken, take: async (members: readonly ListMember[]) => void taken.push(...members) };
}

const URL = "https://files.test/1.csv.gzip?X-Amz-Signature=s";
const CSV =
  '"FIRST_NAME","EMAIL","CONTACT_ID","Ән"\r\n"Ада, ""A"" 🐫","ADA@example.com","c-1",""\r\n"","","c-2",""\r\n"","bob@example.com","c-3","x"\r\n';
const MEMBERS = [
  { email: "ada@example.com", contactId: "c-1" },
  { email: "bob@example.com", contactId: "c-3" },
];

describe("exports", () => {
  test("are asked for by list, without a letter to the account's owner", async () => {
    const { client, transport } = answering({ id: "e1" }, 202);
    expect(await client.startExport({ listIds: ["l1"] })).toEqual(ok({ exportId: "e1" }));
    expect(transport.requests[0]).toMatchObject({
      method: "POST",
      url: "https://sendgrid.test/v3/marketing/contacts/exports",
      body: '{"list_ids":["l1"],"file_type":"csv","notifications":{"email":false}}',
    });
  });

  test("tell where they stand", async () => {
    const { client, transport } = answering({
      id: "e1",
      status: "ready",
      urls: [URL],
      contact_count: 2,
      expires_at: "2026-01-22T22:00:00Z",
    });
    expect(await client.export("e 1")).toEqual(
      ok({
        status: "ready",
        urls: [URL],
        contactCount: 2,
        expiresAtMs: Date.UTC(2026, 0, 22, 22),
        message: null,
      }),
    );
    expect(transport.requests[0]?.url).toBe("https://sendgrid.test/v3/marketing/contacts/exports/e%201");
  });

  test("without files are of nobody", async () => {
    const { client } = answering({ id: "e1", status: "ready" });
    expect(await client.export("e1")).toMatchObject({ value: { urls: [], expiresAtMs: null } });
  });
});

describe("an export's file", () => {
  test.each([1, 2, 3, 7, 1_000])("is read as gzip in pieces of %i bytes", async (pieceBytes) => {
    const { client, requests } = serving(byteStream(await gzipped(CSV), pieceBytes));
    const { taken, take } = taking();
    expect(await client.downloadExport(URL, take)).toEqual(ok({ members: 2 }));
    expect(taken).toEqual(MEMBERS);
    expect(requests).toEqual([{ method: "GET", url: URL, headers: {}, streamed: true }]); // no key
  });

  test.each([1, 2, 3, 7, 1_000])("is read as plain text in pieces of %i bytes", async (pieceBytes) => {
    const { client } = serving(byteStream(new TextEncoder().encode(`\ufeff${CSV}`), pieceBytes));
    const { taken, take } = taking();
    expect(await client.downloadExport(URL, take)).toEqual(ok({ members: 2 }));
    expect(taken).toEqual(MEMBERS);
  });

  test("is read from a transport that gives text alone", async () => {
    const { client } = answering(CSV);
    const { taken, take } = taking();
    expect(await client.downloadExport(URL, take)).toEqual(ok({ members: 2 }));
    expect(taken).toEqual(MEMBERS);
  });

  test("is read no faster than its members are taken", async () => {
    const { stream, bytesRead } = endlessFile();
    const { client } = serving(stream);
    const most: number[] = [];
    let batches = 0;
    const reading = client.downloadExport(URL, async (members) => {
      most.push(members.length);
      if (++batches === 20) throw new Error("enough");
    });
    await expect(reading).rejects.toThrow("enough");
    expect(Math.max(...most)).toBeLessThan(5_000);
    expect(bytesRead()).toBeLessThan(20 * 5_000 * LINE.length);
  });

  test("that is cut off is a failure, whatever was taken before", async () => {
    const whole = await gzipped(CSV);
    const { client } = serving(byteStream(whole.slice(0, whole.length - 12)));
    expect(await client.downloadExport(URL, async () => undefined)).toMatchObject({
      failure: { code: "unavailable" },
    });
  });

  test("that is several gzip files in one is a failure, never the first of them alone", async () => {
    const [first, second] = [await gzipped(CSV), await gzipped("")];
    const { client } = serving(byteStream(new Uint8Array([...first, ...second])));
    expect(await client.downloadExport(URL, async () => undefined)).toMatchObject({
      failure: { code: "unavailable" },
    });
  });

  test("without the columns we need is a failure, never nobody", async () => {
    const { client } = serving(byteStream(new TextEncoder().encode('"EMAIL"\n"ada@example.com"\n')));
    expect(await client.downloadExport(URL, async () => undefined)).toMatchObject({
      failure: { code: "unavailable", cause: "The file has no column EMAIL or CONTACT_ID" },
    });
  });

  test("that cannot be fetched says nothing of the key", async () => {
    const { client } = answering("<Error/>", 403);
    expect(await client.downloadExport(URL, async () => undefined)).toMatchObject({
      failure: { code: "unavailable" },
    });
  });

  test("is left when the caller stops", async () => {
    const stop = new AbortController();
    const { client } = serving(endlessFile().stream);
    const take = async () => stop.abort();
    expect(await client.downloadExport(URL, take, stop.signal)).toEqual({
      ok: false,
      failure: { code: "canceled" },
    });
  });
});

const LINE = "ada@example.com,00000000-0000-4000-8000-000000000000\n";

function endlessFile() {
  let bytesRead = 0;
  const lines = new TextEncoder().encode(LINE.repeat(500));
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(new TextEncoder().encode("EMAIL,CONTACT_ID\n")),
    pull(controller) {
      bytesRead += lines.length;
      controller.enqueue(lines);
    },
  });
  return { stream, bytesRead: () => bytesRead };
}
