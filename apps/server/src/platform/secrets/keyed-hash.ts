import { createHmac, hkdfSync } from "node:crypto";
import type { KeyRing } from "./secret-box.ts";

const KEY_BYTES = 32;

/**
 * Tells whether a text is one that was seen before, to whoever has the key file, and to nobody else: guessing it from a copy
 * of the database is of no use. HMAC-SHA256 with a key of its own for each purpose.
 */
export class KeyedHash {
  private readonly keys: ReadonlyMap<string, Buffer>;

  constructor(
    private readonly ring: KeyRing,
    purpose: string,
  ) {
    this.keys = new Map(
      [...ring.keys].map(([kid, key]) => [
        kid,
        Buffer.from(hkdfSync("sha256", key, "", `keruen ${purpose}`, KEY_BYTES)),
      ]),
    );
  }

  /** By the current key, whose id it begins with. */
  of(text: string): string {
    return this.hash(this.ring.current, text);
  }

  /** By every key there is: it may have been made before the current one. */
  all(text: string): readonly string[] {
    return [...this.keys.keys()].map((kid) => this.hash(kid, text));
  }

  private hash(kid: string, text: string): string {
    return `${kid}.${createHmac("sha256", this.keys.get(kid)!).update(text).digest("hex")}`;
  }
}
