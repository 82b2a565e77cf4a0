/**
 * One POST to an address that a person has given: within limits, and not where it could do harm.
 *
 * Reads  : the status of the answer, nothing of its body.
 * Writes : nothing.
 * Used by: the delivery of alerts.
 */
import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { fail, ok, type Result } from "@keruen/core";
import { connectionReason } from "../network/connection-reason.ts";
import { AddressNotPublic, isPublicAddress, lookupPublic } from "./public-address.ts";

/** `code` is stable, e.g. `answered-500`. Nothing of what the receiver said is in it. */
export type WebhookFailure = { readonly code: string };

export type WebhookRequest = {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For all of it: name, connection, answer. */
  readonly timeLimitMs: number;
  /** The operator lets webhooks go to private addresses too. */
  readonly mayBePrivate: boolean;
  readonly signal: AbortSignal;
};

/** Any 2xx is success. Redirects are not followed: they would lead past the check of the address. */
export async function postWebhook(request: WebhookRequest): Promise<Result<void, WebhookFailure>> {
  const url = new URL(request.url);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (!request.mayBePrivate && isIP(host) !== 0 && !isPublicAddress(host)) return fail(NOT_PUBLIC);
  const limit = AbortSignal.timeout(request.timeLimitMs);
  try {
    const status = await statusOf(url, request, AbortSignal.any([limit, request.signal]));
    return status >= 200 && status < 300 ? ok(undefined) : fail({ code: `answered-${status}` });
  } catch (error) {
    request.signal.throwIfAborted();
    if (limit.aborted) return fail({ code: "too-slow" });
    if (error instanceof AddressNotPublic) return fail(NOT_PUBLIC);
    return fail({ code: connectionReason((error as NodeJS.ErrnoException).code) });
  }
}

const NOT_PUBLIC: WebhookFailure = { code: "address-not-public" };

function statusOf(
  url: URL,
  { body, headers, mayBePrivate }: WebhookRequest,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === "https:" ? https : http;
    const options = {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      agent: false, // a connection of its own, that is never used again
      signal,
      ...(!mayBePrivate && { lookup: lookupPublic }),
    } as const;
    const sent = request(url, options, (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy(); // whatever its body is, it is not read
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
