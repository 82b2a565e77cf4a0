import type { HttpRequest, HttpResponse, Transport } from "../sendgrid/transport.ts";

/** An answer in short: a body that is no text becomes JSON. */
export type FakeAnswer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type FakeTransport = Transport & {
  /** Every request so far. */
  readonly requests: HttpRequest[];
};

/** A transport that answers as it is told. An error that is thrown is a broken connection. */
export function fakeTransport(answer: (request: HttpRequest, count: number) => FakeAnswer): FakeTransport {
  const requests: HttpRequest[] = [];
  const transport: Transport = async (request) => {
    requests.push(request);
    return response(answer(request, requests.length));
  };
  return Object.assign(transport, { requests });
}

function response({ status, body = "", headers = {} }: FakeAnswer): HttpResponse {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, text, headers: new Headers(headers) };
}
