import type { HttpResponse } from "@keruen/core";
import { SLOWEST_BYTES_PER_MS, type TimeLimit } from "./time-limit.ts";

/**
 * A body as a stream that is read no faster than it is asked for. What counts is the time spent waiting for the sender:
 * a reader who takes his time is not the sender's silence. Each byte that comes earns some more, so that a body of any
 * length comes to its end, and one that trickles ends when its time is up.
 *
 * @param troubleOf - what the reader is told instead of `fetch`'s own error.
 */
export function streamBody(
  { body }: Response,
  limit: TimeLimit,
  troubleOf: (cause: unknown) => Error,
): NonNullable<HttpResponse["stream"]> {
  const reader = body?.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        limit.start();
        try {
          const piece = await reader?.read();
          limit.stop();
          if (piece?.value) {
            limit.earn(piece.value.length / SLOWEST_BYTES_PER_MS);
            controller.enqueue(piece.value);
          } else controller.close();
        } catch (cause) {
          controller.error(troubleOf(cause));
        } finally {
          limit.stop();
        }
      },
      cancel: (reason) => reader?.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
