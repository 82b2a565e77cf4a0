/**
 * Links into the object storage: each opens one object, for one method, for a time.
 *
 * Reads  : the clock, a secret of the account.
 * Writes : nothing.
 * Used by: imports, exports and errors files, which give them out; `object-storage.ts`, which checks them.
 *
 * The parameters are those of an S3 presigned URL; the signature is ours.
 *
 * @see docs.aws.amazon.com "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)"
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";

export type Link = {
  readonly method: "GET" | "PUT";
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
};

/** Where the object storage is reached; port 0 until it listens. */
export type StorageAddress = { port: number };

export type LinkProblem = "not-signed" | "wrong-signature" | "expired";

export class SignedLinks {
  readonly #secret: string;
  readonly #clock: () => number;
  readonly #storage: StorageAddress;

  constructor(secret: string, clock: () => number, storage: StorageAddress) {
    this.#secret = secret;
    this.#clock = clock;
    this.#storage = storage;
  }

  /** @param request - tells by which name the simulator is reached; only the port is another. */
  url(request: FastifyRequest, { method, path, expiresAt }: Link): string {
    const url = new URL(path, `${request.protocol}://${request.host}`);
    url.port = String(this.#storage.port);
    url.search = new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Expires-At": String(expiresAt),
      "X-Amz-Signature": this.#sign(method, path, String(expiresAt)),
    }).toString();
    return url.href;
  }

  problem(request: FastifyRequest): LinkProblem | null {
    const { pathname, searchParams } = new URL(request.url, "http://storage");
    const signature = searchParams.get("X-Amz-Signature");
    const expiresAt = searchParams.get("X-Amz-Expires-At");
    if (!signature || !expiresAt) return "not-signed";
    if (!isSame(signature, this.#sign(request.method, pathname, expiresAt))) return "wrong-signature";
    return Number(expiresAt) <= this.#clock() ? "expired" : null;
  }

  #sign(method: string, path: string, expiresAt: string): string {
    return createHmac("sha256", this.#secret).update(`${method}\n${path}\n${expiresAt}`).digest("hex");
  }
}

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
