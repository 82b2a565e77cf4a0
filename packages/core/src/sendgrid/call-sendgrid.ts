/**
 * One call: request out, answer in, every way it can go wrong turned into a failure.
 *
 * Reads  : the API key, anew for each call.
 * Writes : whatever the request does.
 * Used by: `createSendGridClient`, for all of its methods.
 */
import { fail, ok, type Result } from "../result.ts";
import type { CallWatcher } from "./call-watcher.ts";
import type { Clock } from "./clock.ts";
import { parseJson } from "./files/parse-json.ts";
import { endpointOf } from "./pacing/endpoint-of.ts";
import type { Pacer } from "./pacing/pacer.ts";
import { failureOf, type SendGridFailure } from "./sendgrid-failure.ts";
import { withTimeLimit } from "./time-limit.ts";
import type { HttpRequest, HttpResponse, Transport } from "./transport.ts";

export type CallOptions = {
  readonly transport: Transport;
  /** For example `https://api.sendgrid.com`. */
  readonly baseUrl: string;
  /** Asked for every call, so that no object here keeps the key. */
  readonly apiKey: () => string | Promise<string>;
  readonly clock: Clock;
  /** Shared by all clients of one key, so that together they keep within its rate limits. Without one, nobody waits. */
  readonly pacer?: Pacer;
  /**
   * For each request, until its answer has been read, or its stream has been opened. Without one the transport's own
   * limit is the only one; so it is for a file that is sent, which takes as long as it is.
   */
  readonly timeLimitMs?: number;
  /** Whoever keeps account of the calls. */
  readonly watcher?: CallWatcher;
};

/** What every operation answers with. */
export type Answer<Value> = Promise<Result<Value, SendGridFailure>>;

/** How operations reach SendGrid. */
export type Calls = ReturnType<typeof createCalls>;

type Call = {
  readonly method: HttpRequest["method"];
  readonly path: string;
  /** What SendGrid counts calls by, ids as `{id}`: `GET /v3/marketing/lists/{id}`. Read from the path where not given. */
  readonly endpoint?: string;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
};

type FileToSend = Pick<HttpRequest, "url" | "headers"> & NonNullable<HttpRequest["upload"]>;

export type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

const endpointIn = ({ method, path, endpoint }: Call): string => endpoint ?? endpointOf(method, path);

const bodyOf = ({ stream, text }: HttpResponse): ByteStream => stream ?? streamOf(text);

const streamOf = (text: string): ByteStream =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    },
  });

/** Makes sense of a JSON object; null where it is not what SendGrid's documentation says. */
type Read<Value> = (wire: never) => Value | null;

export function createCalls({ transport, baseUrl, apiKey, clock, pacer, timeLimitMs, watcher }: CallOptions) {
  const origin = baseUrl.replace(/\/+$/, "");

  /** Calls SendGrid with the key and reads its answer. */
  const call = async <Value>(asked: Call, read: Read<Value>): Answer<Value> => {
    const response = await send(await withKey(asked), endpointIn(asked));
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

  /** The same for an answer that may be too long to hold. */
  const openAnswer = async (asked: Call): Answer<ByteStream> => {
    const response = await send({ ...(await withKey(asked)), streamed: true }, endpointIn(asked));
    return response.ok ? ok(bodyOf(response.value)) : response;
  };

  const withKey = async ({ method, path, body, signal }: Call): Promise<HttpRequest> => {
    const authorization = `Bearer ${await apiKey()}`;
    const contentType = body === undefined ? {} : { "content-type": "application/json" };
    const headers = { authorization, accept: "application/json", ...contentType };
    return { method, url: origin + path, headers, ...given({ body, signal }) };
  };

  /** Opens a file, which may be too long to hold, wherever it is, without the key. */
  const openFile = async (url: string, signal?: AbortSignal): Answer<ByteStream> => {
    const request: HttpRequest = { method: "GET", url, headers: {}, streamed: true, ...given({ signal }) };
    const response = await send(request);
    if (response.ok) return ok(bodyOf(response.value));
    if (response.failure.code === "canceled") return response;
    // A refusal here says nothing of the key or the account: the address may have expired.
    return fail({ code: "unavailable", status: null, cause: "the file could not be fetched" });
  };

  /** Sends a file to wherever it is to go, with the headers asked for there and without the key. */
  const sendFile = async (file: FileToSend, signal?: AbortSignal): Answer<HttpResponse> => {
    const { url, headers, bytes, stream } = file;
    return await send({ method: "PUT", url, headers, upload: { bytes, stream }, ...given({ signal }) });
  };

  const transportInTime: Transport =
    timeLimitMs === undefined ? transport : withTimeLimit(transport, { clock, timeLimitMs });

  /** Files are no endpoint of SendGrid's: nobody counts them. */
  const send = async (request: HttpRequest, endpoint?: string): Answer<HttpResponse> => {
    if (request.signal?.aborted) return fail({ code: "canceled" });
    const name = endpoint ?? `${request.method} {file}`;
    const askedAtMs = clock.now();
    let sentAtMs = askedAtMs;
    const sendNow = () => {
      sentAtMs = clock.now();
      return answerTo(request);
    };
    const waits = (untilMs: number) => watcher?.waits(name, untilMs);
    const isPaced = pacer !== undefined && endpoint !== undefined;
    const answer = isPaced ? await pacer.pace(endpoint, sendNow, request.signal, waits) : await sendNow();
    if (answer === null) return fail({ code: "canceled" });
    const judged = answer.ok ? judge(answer.value, endpoint) : answer;
    watcher?.ended({
      endpoint: name,
      status: answer.ok ? answer.value.status : null,
      failure: judged.ok ? null : judged.failure.code,
      sentAtMs,
      durationMs: clock.now() - sentAtMs,
      waitedMs: sentAtMs - askedAtMs,
      sentBytes: bytesOf(request),
    });
    if (!judged.ok && judged.failure.code === "rate-limited" && judged.failure.retryAfterMs !== null)
      waits(clock.now() + judged.failure.retryAfterMs);
    return judged;
  };

  const judge = (response: HttpResponse, endpoint?: string): Result<HttpResponse, SendGridFailure> =>
    response.status >= 200 && response.status < 300
      ? ok(response)
      : fail(failureOf(response, clock.now(), endpoint));

  /** Whatever its status. Fails where there is none. */
  const answerTo = async (request: HttpRequest): Answer<HttpResponse> => {
    try {
      return ok(await (request.upload ? transport(request) : transportInTime(request)));
    } catch (error) {
      if (request.signal?.aborted) return fail({ code: "canceled" });
      const cause = error instanceof Error ? error.message : String(error);
      return fail({ code: "unavailable", status: null, cause });
    }
  };

  return { call, openAnswer, openFile, sendFile };
}

const bytesOf = ({ body, upload }: HttpRequest): number =>
  upload?.bytes ?? (body === undefined ? 0 : new TextEncoder().encode(body).length);

/** Only the members that have a value. */
function given({ body, signal }: { body?: string | undefined; signal?: AbortSignal | undefined }) {
  return { ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) };
}
