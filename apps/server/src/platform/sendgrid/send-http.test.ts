import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { HttpRequest } from "@keruen/core";
import { afterEach, describe, expect, test } from "vitest";
import { createSendHttp, type SendHttpOptions } from "./send-http.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A server that answers as it is told; `seen` are the headers of each request. */
async function listening(answer: RequestListener) {
  const seen: NodeJS.Dict<string | string[]>[] = [];
  const sockets = new Set<unknown>();
  const server = createServer((request, response) => {
    seen.push(request.headers);
    sockets.add(request.socket);
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, sockets };
}

const key = { authorization: "Bearer SG.canary" };
const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "GET",
  url,
  headers: key,
  ...more,
});
const sendTo = (baseUrl: string, options: Partial<SendHttpOptions> = {}) =>
  createSendHttp({ baseUrl, ...options });

describe("the transport", () => {
  test("sends method, headers and body, and gives status, headers and text of any answer", async () => {
    const { url, seen } = await listening((request, response) => {
      request.setEncoding("utf8").on("data", (body) => {
        response.writeHead(418, { "x-ratelimit-reset": "7" }).end(`${request.method} ${body}`);
      });
    });
    const answer = await sendTo(url)(get(`${url}/x`, { method: "PUT", body: "é" }));
    expect([answer.status, answer.text, answer.headers.get("x-ratelimit-reset")]).toEqual([
      418,
      "PUT é",
      "7",
    ]);
    expect(seen[0]?.authorization).toBe("Bearer SG.canary");
  });

  test("uses connections again: 20 requests in turn need no more than two", async () => {
    const { url, sockets } = await listening((_request, response) => response.end("ok"));
    const send = sendTo(url);
    for (let count = 0; count < 20; count++) await send(get(url));
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  test("takes a redirect as the answer and goes nowhere with the key", async () => {
    const elsewhere = await listening((_request, response) => response.end());
    const { url } = await listening((_request, response) =>
      response.writeHead(302, { location: elsewhere.url }).end(),
    );
    expect((await sendTo(url)(get(url))).status).toBe(302);
    expect(elsewhere.seen).toEqual([]);
  });

  test("takes the key out of an error that shows it", async () => {
    const { url } = await listening((_request, response) =>
      response.writeHead(502).end("<pre>Authorization: Bearer SG.canary</pre>"),
    );
    expect((await sendTo(url)(get(url))).text).toBe("<pre>Authorization: Bearer [secret]</pre>");
  });

  test("never sends the key to another origin, though that one may be asked without it", async () => {
    const elsewhere = await listening((_request, response) => response.end("rows"));
    const send = sendTo("http://127.0.0.1:1");
    await expect(send(get(elsewhere.url))).rejects.toThrow("to SendGrid alone");
    await expect(send(get(elsewhere.url, { headers: { Authorization: "x" } }))).rejects.toThrow("alone");
    expect(elsewhere.seen).toEqual([]);
    expect((await send(get(elsewhere.url, { headers: {} }))).text).toBe("rows");
  });

  test("follows no address without TLS where SendGrid itself has it", async () => {
    const elsewhere = await listening((_request, response) => response.end());
    const send = sendTo("https://api.sendgrid.com");
    await expect(send(get(elsewhere.url, { headers: {} }))).rejects.toThrow("not https");
  });

  test("undoes gzip as an encoding", async () => {
    const { url } = await listening((_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("email,message")),
    );
    expect((await sendTo(url)(get(url))).text).toBe("email,message");
  });

  test.each([
    ["plain", false],
    ["packed", true],
  ])("stops reading an answer that is too long, %s", async (_what, isPacked) => {
    const endless = Buffer.alloc(64 * 1024);
    const { url } = await listening((_request, response) => {
      if (isPacked)
        return response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(1_000_000)));
      const write = () => !response.destroyed && response.write(endless, write);
      return write();
    });
    await expect(sendTo(url, { maxAnswerBytes: 100_000 })(get(url))).rejects.toThrow("100000 bytes");
  });

  test.each([
    ["says nothing", () => undefined],
    [
      "stops half-way",
      (_request, response) => response.writeHead(200, { "content-length": "10" }).write("half"),
    ],
  ] as [string, RequestListener][])(
    "gives up on a server that %s, sooner for a question than for an upload",
    async (_what, answer) => {
      const { url } = await listening(answer);
      const send = sendTo(url, { timeLimitMs: 50, uploadTimeLimitMs: 120 });
      await expect(send(get(url))).rejects.toThrow("No answer within 0.05 s");
      await expect(send(get(url, { method: "PUT", body: "{}" }))).rejects.toThrow("No answer within 0.12 s");
    },
  );

  test("sends a file with its length, not in chunks, and reads it no faster than it goes", async () => {
    const piece = new Uint8Array(64 * 1024);
    const pieces = 500;
    let piecesRead = 0;
    let piecesReadAtFirst = 0;
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        if (piecesRead++ === pieces) return controller.close();
        return controller.enqueue(piece);
      },
    });
    const { url, seen } = await listening((request, response) => {
      let bytes = 0;
      request.once("data", () => {
        piecesReadAtFirst = piecesRead;
      });
      request
        .on("data", (chunk: Buffer) => {
          bytes += chunk.length;
        })
        .on("end", () => response.end(String(bytes)));
    });
    const bytes = piece.length * pieces;
    const answer = await sendTo(url)(get(url, { method: "PUT", headers: {}, upload: { bytes, stream } }));
    expect(answer.text).toBe(String(bytes));
    expect(seen[0]).toMatchObject({ "content-length": String(bytes) });
    expect(seen[0]).not.toHaveProperty("transfer-encoding");
    expect(piecesReadAtFirst).toBeLessThan(pieces / 2);
  });

  test("gives a file more time, by its length", async () => {
    const { url } = await listening(() => undefined);
    const upload = { bytes: 10_000, stream: new Blob(["x".repeat(10_000)]).stream() };
    const sent = sendTo(url, { uploadTimeLimitMs: 100 })(get(url, { method: "PUT", upload }));
    await expect(sent).rejects.toThrow("No answer within 0.14 s");
  });

  test("hands over an answer of any length as a stream, as it is, no faster than it is read", async () => {
    const piece = Buffer.alloc(64 * 1024, "x");
    let bytesSent = 0;
    const { url } = await listening((_request, response) => {
      const write = () => {
        bytesSent += piece.length;
        if (!response.destroyed) response.write(piece, write);
      };
      write();
    });
    const { stream, text } = await sendTo(url, { maxAnswerBytes: 1_000 })(get(url, { streamed: true }));
    expect(text).toBe("");
    let bytesRead = 0;
    for await (const part of stream ?? []) {
      bytesRead += part.length;
      if (bytesRead > 1_000_000) break;
    }
    expect(bytesRead).toBeGreaterThan(1_000_000);
    expect(bytesSent).toBeLessThan(bytesRead + 16_000_000); // what the buffers on the way hold, and no more
  });

  test("a stream is given as it is, gzip or not, and an error as text", async () => {
    const packed = gzipSync("email,message");
    const { url } = await listening((request, response) =>
      request.url === "/gone" ? response.writeHead(403).end("expired") : response.end(packed),
    );
    const { stream } = await sendTo(url)(get(url, { streamed: true }));
    expect(Buffer.concat(await Array.fromAsync(stream ?? []))).toEqual(packed);
    const refused = await sendTo(url)(get(`${url}/gone`, { streamed: true }));
    expect([refused.status, refused.stream, refused.text]).toEqual([403, undefined, "expired"]);
  });

  test("gives up on a stream that falls silent", async () => {
    const { url } = await listening((_request, response) => void response.writeHead(200).write("half"));
    const { stream } = await sendTo(url, { timeLimitMs: 50 })(get(url, { streamed: true }));
    await expect(Array.fromAsync(stream ?? [])).rejects.toThrow("No answer within 0.05 s");
  });

  test("gives up on a stream that trickles, though it never falls silent", async () => {
    const { url } = await listening((_request, response) => {
      response.writeHead(200).write("[");
      const trickle = setInterval(
        () => (response.destroyed ? clearInterval(trickle) : response.write(" ")),
        10,
      );
    });
    const { stream } = await sendTo(url, { timeLimitMs: 200 })(get(url, { streamed: true }));
    await expect(Array.fromAsync(stream ?? [])).rejects.toThrow("No answer within 0.2 s");
  });

  test("a stream ends with the connection's trouble, and stops at once when its caller does", async () => {
    const { url } = await listening((request, response) => {
      response.writeHead(200).write("half", () => request.url === "/broken" && request.socket.destroy());
    });
    const broken = await sendTo(url)(get(`${url}/broken`, { streamed: true }));
    await expect(Array.fromAsync(broken.stream ?? [])).rejects.toThrow("The connection failed");
    const stop = new AbortController();
    const stopped = await sendTo(url)(get(url, { streamed: true, signal: stop.signal }));
    const reading = Array.fromAsync(stopped.stream ?? []);
    stop.abort();
    await expect(reading).rejects.toThrow("The connection failed");
  });

  test("stops at once when its caller does", async () => {
    const { url } = await listening(() => undefined);
    const stop = new AbortController();
    const answer = sendTo(url)(get(url, { signal: stop.signal }));
    stop.abort();
    await expect(answer).rejects.toThrow();
  });

  test("names the trouble of a broken connection, and nothing of the request", async () => {
    const { url } = await listening((request) => request.socket.destroy());
    const broken = await sendTo(url)(get(url)).catch((error: Error) => error);
    expect(String(broken)).toMatch(/The connection failed \(UND_ERR_SOCKET\)/);
    servers.pop()?.close().closeAllConnections();
    const refused = await sendTo(url)(get(url)).catch((error: Error) => error);
    expect(String(refused)).toMatch(/The connection failed \(ECONNREFUSED\)/);
    expect(JSON.stringify([broken, refused], errorParts)).not.toContain("SG.canary");
  });
});

const errorParts = (_key: string, value: unknown) =>
  value instanceof Error
    ? { ...value, message: value.message, stack: value.stack, cause: value.cause }
    : value;
