import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { streamBody } from "./stream-body.ts";
import { createTimeLimit } from "./time-limit.ts";

const LIMIT_MS = 300;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** A body whose pieces come when `send` is called, read with a limit of {@link LIMIT_MS} for each. */
function aBody() {
  let send = (_piece: string): void => undefined;
  const source = new ReadableStream<Uint8Array>({
    start: (controller) => {
      send = (piece) => controller.enqueue(new TextEncoder().encode(piece));
    },
  });
  const limit = createTimeLimit(LIMIT_MS);
  const stream = streamBody(new Response(source), limit, () => new Error("trouble"));
  return { reader: stream.getReader(), send, limit };
}

/** The time of a piece runs from when it is asked for, which a stream does in its own turn. */
async function timerRuns(): Promise<void> {
  while (vi.getTimerCount() === 0) await Promise.resolve();
}

test("a stream may take longer than the limit, as long as its pieces come", async () => {
  const { reader, send, limit } = aBody();
  for (let piece = 0; piece < 5; piece++) {
    const read = reader.read();
    await timerRuns();
    vi.advanceTimersByTime(LIMIT_MS - 1);
    send("x");
    expect((await read).value).toHaveLength(1);
  }
  expect(limit.signal.aborted).toBe(false);
});

test("a reader who takes his time is not the sender's silence; a piece that does not come is", async () => {
  const { reader, send, limit } = aBody();
  send("x");
  await reader.read();
  vi.advanceTimersByTime(LIMIT_MS * 10);
  expect(limit.signal.aborted).toBe(false);
  void reader.read();
  await timerRuns();
  vi.advanceTimersByTime(LIMIT_MS);
  expect(limit.signal.aborted).toBe(true);
});
