/** Where a file waits that is too long to hold, until it is sent. Handed in: the core has no disk. */
export type Spool = {
  write(chunk: Uint8Array): Promise<void>;
  /** Ends the file. */
  close(): Promise<SpooledFile>;
  /** Gives the file up: nothing is left of it. May come at any time, and after a `close` that failed. */
  discard(): Promise<void>;
};

/** It belongs to whoever has it, who discards it. */
export type SpooledFile = {
  readonly bytes: number;
  /** From the first byte on, each time it is asked for. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
  discard(): Promise<void>;
};

export type OpenSpool = () => Promise<Spool>;
