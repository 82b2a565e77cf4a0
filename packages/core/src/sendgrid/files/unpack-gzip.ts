import type { ByteStream } from "../call-sendgrid.ts";

/** The file's own bytes, whether or not it is gzip: its first two bytes tell. */
export async function unpackGzip(file: ByteStream): Promise<ByteStream> {
  const reader = file.getReader();
  const head: Uint8Array<ArrayBuffer>[] = [];
  const first: number[] = [];
  while (first.length < 2) {
    const { done, value } = await reader.read();
    if (done) break;
    head.push(value);
    first.push(...value.subarray(0, 2));
  }
  const whole = continued(head, reader);
  const isGzip = first[0] === 0x1f && first[1] === 0x8b;
  return isGzip ? whole.pipeThrough(new DecompressionStream("gzip")) : whole;
}

/** What was read to look at it, and then the rest. */
function continued(
  head: readonly Uint8Array<ArrayBuffer>[],
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
): ByteStream {
  return new ReadableStream({
    start(controller) {
      for (const chunk of head) controller.enqueue(chunk);
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
