import type { Clock } from "./clock.ts";
import type { HttpRequest, Transport } from "./transport.ts";

/**
 * A transport that answers in time or not at all: the request is aborted when time is up, and given up even where
 * the transport does not heed that. An aborted signal of the request's own ends it as promptly.
 */
export function withTimeLimit(
  transport: Transport,
  { clock, timeLimitMs }: { readonly clock: Clock; readonly timeLimitMs: number },
): Transport {
  return async (request: HttpRequest) => {
    const answered = new AbortController();
    const over = new AbortController();
    const given = request.signal ?? over.signal;
    const signal = AbortSignal.any([given, over.signal]);
    const timeUp = async (): Promise<never> => {
      await clock.wait(timeLimitMs, AbortSignal.any([given, answered.signal]));
      if (!answered.signal.aborted) over.abort(); // a stream that was opened in time is still being read
      throw new Error(`no answer within ${timeLimitMs} ms`);
    };
    try {
      return await Promise.race([transport({ ...request, signal }), timeUp()]);
    } finally {
      answered.abort();
    }
  };
}
