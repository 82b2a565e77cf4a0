/**
 * One HTTP request to SendGrid and its answer, within limits of time and size.
 *
 * Reads  : the network.
 * Writes : the network. Nothing of a request or an answer is logged, and no error here quotes one.
 * Used by: `OpenSendGrid`, which hands it to core's client.
 */
import type { HttpRequest, Transport } from "@keruen/core";
import { streamBody } from "./stream-body.ts";
import { createTimeLimit, SLOWEST_BYTES_PER_MS } from "./time-limit.ts";

export type SendHttpOptions = {
  /** Where SendGrid is, in one region. The key is sent to this origin alone. */
  readonly baseUrl: string;
  /** From the first byte out to the last byte in; of an answer that is streamed, to its first piece, and more with each that comes. */
  readonly timeLimitMs?: number;
  /** The same for a request with a body, which may be 6 MB on a slow line. A file gets more, by its length. */
  readonly uploadTimeLimitMs?: number;
  /** Of an answer that is not streamed, unpacked. The longest expected one is a page of lists. */
  readonly maxAnswerBytes?: number;
};

/** A transport over Node's own `fetch`, which keeps connections open and never retries. */
export function createSendHttp({
  baseUrl,
  timeLimitMs = 30_000,
  uploadTimeLimitMs = 120_000,
  maxAnswerBytes = 16 * 1024 * 1024,
}: SendHttpOptions): Transport {
  const home = new URL(baseUrl);
  return async (request) => {
    refuseUnsafe(request, home);
    const limitMs = limitOf(request, { timeLimitMs, uploadTimeLimitMs });
    const timeLimit = createTimeLimit(limitMs);
    const { signal } = timeLimit;
    const troubleOf = (cause: unknown) => {
      if (signal.aborted && !request.signal?.aborted)
        return new Error(`No answer within ${limitMs / 1_000} s`, { cause });
      return cause instanceof RangeError ? cause : new Error(connectionWords(cause), { cause });
    };
    timeLimit.start();
    try {
      const response = await fetch(request.url, {
        method: request.method,
        ...contentOf(request),
        redirect: "manual", // a redirect is an answer like any other: no key follows it anywhere
        signal: request.signal ? AbortSignal.any([request.signal, signal]) : signal,
      });
      const { status, headers, ok } = response;
      if (ok && request.streamed)
        return { status, headers, text: "", stream: streamBody(response, timeLimit, troubleOf) };
      const text = await readText(response, maxAnswerBytes);
      return { status, headers, text: ok ? text : withoutKey(text, request) };
    } catch (cause) {
      throw troubleOf(cause);
    } finally {
      timeLimit.stop();
    }
  };
}

function limitOf(
  { body, upload }: HttpRequest,
  { timeLimitMs, uploadTimeLimitMs }: Required<Pick<SendHttpOptions, "timeLimitMs" | "uploadTimeLimitMs">>,
): number {
  if (upload) return uploadTimeLimitMs + Math.ceil(upload.bytes / SLOWEST_BYTES_PER_MS);
  return body === undefined ? timeLimitMs : uploadTimeLimitMs;
}

/** Without a length, Node would send a stream in chunks, which an object storage refuses. */
function contentOf({ headers, body, upload }: HttpRequest): RequestInit {
  if (!upload) return { headers, body: body ?? null };
  return {
    headers: { ...headers, "content-length": String(upload.bytes) },
    body: upload.stream,
    duplex: "half",
  };
}

/** Addresses come from SendGrid too (`errors_url`): those are followed without the key, and never from TLS to none. */
function refuseUnsafe({ url, headers }: HttpRequest, home: URL): void {
  const { origin, protocol } = new URL(url);
  if (origin === home.origin) return;
  const carriesKey = Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
  if (carriesKey) throw new Error("The API key goes to SendGrid alone");
  if (protocol !== "https:" && protocol !== home.protocol) throw new Error("The address is not https");
}

/** `fetch` has undone any Content-Encoding. */
async function readText({ body: stream }: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new RangeError(`The answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** A proxy's error page may show the request. What SendGrid says of an error is kept with the run. */
function withoutKey(text: string, { headers }: HttpRequest): string {
  const key = headers.authorization?.replace("Bearer ", "");
  return key ? text.replaceAll(key, "[secret]") : text;
}

/** Node's message is "fetch failed" for everything; the code below it tells one trouble from another. */
function connectionWords(error: unknown): string {
  const { code } = ((error as Error).cause ?? error) as { code?: unknown };
  return typeof code === "string" ? `The connection failed (${code})` : "The connection failed";
}
