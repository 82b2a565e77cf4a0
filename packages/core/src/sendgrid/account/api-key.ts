import { fail, ok, type Result } from "../../result.ts";

const SHAPE = /^SG\.([\w-]{22})\.[\w-]{43}$/;

/** A key of the right shape. Whether SendGrid knows it is another question. */
export type ApiKey = {
  readonly key: string;
  /** The public middle part, by which SendGrid's own pages name the key. */
  readonly keyId: string;
};

/** Takes the key out of what a person pasted. The failure carries nothing of it. */
export function parseApiKey(raw: string): Result<ApiKey, { readonly code: "api-key-malformed" }> {
  const key = raw.trim();
  const keyId = SHAPE.exec(key)?.[1];
  return keyId === undefined ? fail({ code: "api-key-malformed" }) : ok({ key, keyId });
}
