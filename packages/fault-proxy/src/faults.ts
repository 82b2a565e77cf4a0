/** What is wrong with the network. Nothing, where nothing is named. */
export type Faults = {
  /** How much later bytes arrive, in each direction. */
  readonly latencyMs?: number;
  /** No faster than this, for each connection and direction. */
  readonly bytesPerSecond?: number;
  /** In pieces of at most this many. */
  readonly sliceBytes?: number;
  /** A connection is reset once so many bytes have passed over it, both directions together. */
  readonly maxBytes?: number;
  /** Bytes and closings wait, and nobody is told. They arrive when this ends, as TCP sends again what was lost. */
  readonly isBlackHole?: boolean;
  /** Every connection is reset, and each new one at once. */
  readonly isDown?: boolean;
};
