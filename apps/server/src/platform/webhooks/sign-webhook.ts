import { createHmac } from "node:crypto";
import type { Secret } from "../secrets/secret.ts";

/**
 * The header `Keruen-Signature`: `t` is when it was sent, in seconds since 1970; `v1` the HMAC-SHA256, in hex, of
 * `t`, a full stop and the body as it was sent. A receiver that refuses an old `t` cannot be fed an old request again.
 */
export function signWebhook(secret: Secret, sentAt: Date, body: string): string {
  const seconds = Math.floor(sentAt.getTime() / 1_000);
  const signature = createHmac("sha256", secret.reveal()).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${signature}`;
}
