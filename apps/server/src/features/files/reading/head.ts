/**
 * The beginning of a stream, looked at without being lost to whoever reads on.
 *
 * Reads  : chunks, as many as it is asked for.
 * Writes : nothing.
 * Used by: `openFile`.
 */
export class Head {
  bytes: Buffer = Buffer.alloc(0);
  /** The whole stream is in `bytes`. */
  isWhole = false;
  private readonly chunks: AsyncIterator<Buffer>;

  constructor(source: AsyncIterable<Buffer>) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** Reads on until there are that many bytes, or all there are. */
  async reach(byteCount: number): Promise<void> {
    while (!this.isWhole && this.bytes.length < byteCount) {
      const next = await this.chunks.next();
      if (next.done) this.isWhole = true;
      else this.bytes = Buffer.concat([this.bytes, next.value]);
    }
  }

  /** Everything from that byte of the head on. To be called once. */
  async *from(start: number): AsyncGenerator<Buffer> {
    try {
      yield this.bytes.subarray(start);
      this.bytes = Buffer.alloc(0);
      while (!this.isWhole) {
        const next = await this.chunks.next();
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await this.close();
    }
  }

  /** Lets go of the stream, for those who stop at the head. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }
}
