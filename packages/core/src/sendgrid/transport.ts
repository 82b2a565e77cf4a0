/** One HTTP request, as the transport is to send it. */
export type HttpRequest = {
  readonly method: "GET" | "POST" | "PUT";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
};

/** The answer, whatever its status, with its body read to the end and any `content-encoding` undone. */
export type HttpResponse = {
  readonly status: number;
  /** `Headers` of the Fetch standard will do. Names are asked for in lower case. */
  readonly headers: { get(name: string): string | null };
  readonly text: string;
};

/**
 * Sends one request and reads its answer.
 *
 * Rejects where there is no answer: a broken connection, its own time limit, an aborted signal. It does not
 * retry and does not follow the status; both are decided here.
 */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;
