/**
 * Sealing: a secret leaves memory only encrypted, and opens only in the row it was sealed for.
 *
 * Reads  : the key ring of `key-file.ts`.
 * Writes : nothing; the sealed form goes into a column of its owner.
 * Used by: features that keep somebody else's credentials.
 */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";
import { Secret } from "./secret.ts";

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** Keys by their id. New secrets are sealed with `current`; older keys still open what they sealed. */
export type KeyRing = { readonly current: string; readonly keys: ReadonlyMap<string, KeyObject> };

/** JSON. `key` is the secret's own data key, wrapped by key `kid`; both parts are base64 of IV, cipher text and tag. */
export type SealedSecret = {
  readonly v: 1;
  readonly kid: string;
  readonly key: string;
  readonly box: string;
};

/** Where a sealed secret lives. It does not open anywhere else. */
export type Place = { readonly table: string; readonly row: string; readonly field: string };

export class SecretBox {
  constructor(private readonly ring: KeyRing) {}

  seal(place: Place, secret: Secret): SealedSecret {
    const { current: kid } = this.ring;
    const dataKey = randomBytes(KEY_BYTES);
    try {
      return {
        v: 1,
        kid,
        key: encrypt(this.keyOf(kid), dataKey, wrapContext(kid, place)),
        box: encrypt(dataKey, Buffer.from(secret.reveal()), boxContext(place)),
      };
    } finally {
      dataKey.fill(0);
    }
  }

  /** @throws {Error} where it was changed, sealed for another place, or with a key that is not in the ring. */
  open(place: Place, { kid, key, box }: SealedSecret): Secret {
    const wrappingKey = this.keyOf(kid);
    try {
      const dataKey = decrypt(wrappingKey, key, wrapContext(kid, place));
      try {
        return new Secret(decrypt(dataKey, box, boxContext(place)).toString());
      } finally {
        dataKey.fill(0);
      }
    } catch (cause) {
      throw new Error(
        `The sealed ${place.table}.${place.field} of ${place.row} is damaged or out of place.`,
        {
          cause,
        },
      );
    }
  }

  private keyOf(kid: string): KeyObject {
    const key = this.ring.keys.get(kid);
    if (key) return key;
    throw new Error(`The key file does not hold key "${kid}". Put back the key file that holds it.`);
  }
}

const placeOf = ({ table, row, field }: Place) => `${table}|${row}|${field}`;
const wrapContext = (kid: string, place: Place) => Buffer.from(`v1|data-key|${kid}|${placeOf(place)}`);
const boxContext = (place: Place) => Buffer.from(`v1|secret|${placeOf(place)}`);

function encrypt(key: KeyObject | Buffer, plain: Buffer, context: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(context);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString("base64");
}

function decrypt(key: KeyObject | Buffer, sealed: string, context: Buffer): Buffer {
  const bytes = Buffer.from(sealed, "base64");
  const iv = bytes.subarray(0, IV_BYTES);
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(context);
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
}
