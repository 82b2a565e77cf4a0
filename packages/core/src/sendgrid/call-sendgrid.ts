/**
 * One call: request out, answer in, every way it can go wrong turned into a failure.
 *
 * Reads  : the API key, anew for each call.
 * Writes : whatever the request does.
 * Used by: `createSendGridClient`, for all of its methods.
 */
import { fail, ok, type Result } from "../result.ts";
import type { Clock } from "./clock.ts";
import { parseJson } from "./parse-json.ts";
import { failureOf, type SendGridFailure } from "./sendgrid-failure.ts";
import type { HttpRequest, HttpResponse, Transport } from "./transport.ts";

export type CallOptions = {
  readonly transport: Transport;
  /** For example `https://api.sendgrid.com`. */
  readonly baseUrl: string;
  /** Asked for every call, so that no object here keeps the key. */
  readonly apiKey: () => string | Promise<string>;
  readonly clock: Pick<Clock, "now">;
};

/** What every operation answers with. */
export type Answer<Value> = Promise<Result<Value, SendGridFailure>>;

/** How operations reach SendGrid. */
export type Calls = ReturnType<typeof createCalls>;

type Call = {
  readonly method: HttpRequest["method"];
  readonly path: string;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
};

type FileToSend = Pick<HttpRequest, "url" | "headers"> & NonNullable<HttpRequest["upload"]>;

export type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

const streamOf = (text: string): ByteStream =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    },
  });

/** Makes sense of a JSON object; null where it is not what SendGrid's documentation says. */
type Read<Value> = (wire: never) => Value | null;

export function createCalls({ transport, baseUrl, apiKey, clock }: CallOptions) {
  const origin = baseUrl.replace(/\/+$/, "");

  /** Calls SendGrid with the key and reads its answer. */
  const call = async <Value>({ method, path, body, signal }: Call, read: Read<Value>): Answer<Value> => {
    const authorization = `Bearer ${await apiKey()}`;
    const contentType = body === undefined ? {} : { "content-type": "application/json" };
    const headers = { authorization, accept: "application/json", ...contentType };
    const response = await send({ method, url: origin + path, headers, ...given({ body, signal }) });
    if (!response.ok) return response;
    const wire = parseJson(response.value.text);
    const value = wire === null ? null : read(wire as never);
    if (value !== null) return ok(value);
    return fail({
      code: "unavailable",
      status: response.value.status,
      cause: "SendGrid's answer made no sense",
    });
  };

  /** Fetches a file from wherever it is, without the key. */
  const download = async (url: string, signal?: AbortSignal): Answer<string> => {
    const response = await fetchFile({ method: "GET", url, headers: {}, ...given({ signal }) });
    return response.ok ? ok(response.value.text) : response;
  };

  /** The same for a file that may be too long to hold. */
  const openFile = async (url: string, signal?: AbortSignal): Answer<ByteStream> => {
    const response = await fetchFile({
      method: "GET",
      url,
      headers: {},
      streamed: true,
      ...given({ signal }),
    });
    return response.ok ? ok(response.value.stream ?? streamOf(response.value.text)) : response;
  };

  /** Sends a file to wherever it is to go, with the headers asked for there and without the key. */
  const sendFile = async (file: FileToSend, signal?: AbortSignal): Answer<HttpResponse> => {
    const { url, headers, bytes, stream } = file;
    return await send({ method: "PUT", url, headers, upload: { bytes, stream }, ...given({ signal }) });
  };

  const fetchFile = async (request: HttpRequest): Answer<HttpResponse> => {
    const response = await send(request);
    if (response.ok || response.failure.code === "canceled") return response;
    // A refusal here says nothing of the key or the account: the address may have expired.
    return fail({ code: "unavailable", status: null, cause: "the file could not be fetched" });
  };

  const send = async (request: HttpRequest): Answer<HttpResponse> => {
    try {
      const response = await transport(request);
      const isSuccess = response.status >= 200 && response.status < 300;
      return isSuccess ? ok(response) : fail(failureOf(response, clock.now()));
    } catch (error) {
      if (request.signal?.aborted) return fail({ code: "canceled" });
      const cause = error instanceof Error ? error.message : String(error);
      return fail({ code: "unavailable", status: null, cause });
    }
  };

  return { call, download, openFile, sendFile };
}

/** Only the members that have a value. */
function given({ body, signal }: { body?: string | undefined; signal?: AbortSignal | undefined }) {
  return { ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) };
}
