import type { HttpResponse } from "@keruen/core";
import type { TimeLimit } from "./time-limit.ts";

/**
 * A body as a stream that is read no faster than it is asked for. The limit is for each piece: the whole may take
 * hours, and a reader who takes his time is not the sender's silence.
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
          if (piece?.value) controller.enqueue(piece.value);
          else controller.close();
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
