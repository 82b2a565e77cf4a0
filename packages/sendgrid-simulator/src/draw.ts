/**
 * Where ids, keys and secrets come from: by lot, or for a seed the same ones in the same order.
 *
 * Reads  : the system's randomness, or how often it was asked before.
 * Writes : nothing.
 * Used by: whatever gives out an id or a key.
 *
 * What a seed gives can be guessed by everybody who knows it: keys of a sandbox are no secret.
 */
import { createHash, randomBytes } from "node:crypto";

export class Draw {
  readonly #seed: number | null;
  #history = "";
  #drawn = 0;

  /** @param seed - null for no order at all. */
  constructor(seed: number | null) {
    this.#seed = seed;
  }

  /** @param history - what tells an account from itself at an earlier start, lest the same ids come again. */
  begin(history: string): void {
    this.#history = history;
    this.#drawn = 0;
  }

  /** At most 32. */
  bytes(count: number): Buffer {
    if (this.#seed === null) return randomBytes(count);
    this.#drawn += 1;
    const name = `${this.#seed} ${this.#history} ${this.#drawn}`;
    return createHash("sha256").update(name).digest().subarray(0, count);
  }

  uuid(): string {
    const hex = this.bytes(16).toString("hex");
    const variant = "89ab"[Number.parseInt(hex[16] ?? "0", 16) % 4];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}
