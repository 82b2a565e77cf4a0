import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { streamBody } from "./stream-body.ts";
import { createTimeLimit, SLOWEST_BYTES_PER_MS } from "./time-limit.ts";

const LIMIT_MS = 300;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** A body whose pieces come when `send` is called, read with a limit of {@link LIMIT_MS}. */
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

/** Pieces of so many bytes, one just before the limit, until the limit has aborted. @returns how many came. */
async function piecesOf(bytes: number, most: number): Promise<number> {
  const { reader, send, limit } = aBody();
  for (let piece = 0; piece < most; piece++) {
    const read = reader.read();
    await timerRuns();
    vi.advanceTimersByTime(LIMIT_MS - 1);
    if (limit.signal.aborted) return piece;
    send("x".repeat(bytes));
    expect((await read).value).toHaveLength(bytes);
  }
  return most;
}

test("a stream may take longer than the limit, as long as it is fast enough", async () => {
  expect(await piecesOf(SLOWEST_BYTES_PER_MS * LIMIT_MS, 20)).toBe(20);
});

test("a stream that trickles ends, though each of its pieces comes in time", async () => {
  expect(await piecesOf(1, 20)).toBe(1);
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
