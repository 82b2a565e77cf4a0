/** One HTTP request, as the transport is to send it. */
export type HttpRequest = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Instead of `body`, for what is too long to hold. It is read once, and `bytes` is its `content-length`. */
  readonly upload?: { readonly bytes: number; readonly stream: ReadableStream<Uint8Array<ArrayBuffer>> };
  readonly signal?: AbortSignal;
  /** The answer may be too long to hold: a success is to come as `stream`. */
  readonly streamed?: true;
};

/** The answer, whatever its status, with its body read to the end and any `content-encoding` undone. */
export type HttpResponse = {
  readonly status: number;
  /** `Headers` of the Fetch standard will do. Names are asked for in lower case. */
  readonly headers: { get(name: string): string | null };
  readonly text: string;
  /** The body of a success that was asked for `streamed`, read by whoever asked; `text` is then empty. */
  readonly stream?: ReadableStream<Uint8Array<ArrayBuffer>>;
};

/**
 * Sends one request and reads its answer.
 *
 * Rejects where there is no answer: a broken connection, its own time limit, an aborted signal. It does not
 * retry and does not follow the status; both are decided here.
 */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;
