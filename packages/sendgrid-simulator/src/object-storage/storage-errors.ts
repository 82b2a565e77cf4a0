import type { FastifyReply } from "fastify";

/** S3's errors, with its own status and words. */
const ERRORS = {
  AccessDenied: [403, "Access Denied"],
  RequestHasExpired: [403, "Request has expired"],
  SignatureDoesNotMatch: [
    403,
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  ],
  InternalError: [500, "We encountered an internal error. Please try again."],
  InvalidRequest: [400, "Bad Request"],
  SlowDown: [503, "Please reduce your request rate."],
  InvalidArgument: [
    400,
    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
  ],
  EntityTooLarge: [400, "Your proposed upload exceeds the maximum allowed size"],
  NotImplemented: [501, "A header you provided implies functionality that is not implemented"],
  MissingContentLength: [411, "You must provide the Content-Length HTTP header."],
  NoSuchKey: [404, "The specified key does not exist."],
  OperationAborted: [
    409,
    "A conflicting conditional operation is currently in progress against this resource. Try again.",
  ],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type StorageError = keyof typeof ERRORS;

/**
 * Answers as S3 does: XML, a code, a sentence.
 *
 * @param asStatus - where a fault asks for a status that has no words of its own.
 * @see docs.aws.amazon.com "Amazon S3: Error responses"
 */
export function sendStorageError(reply: FastifyReply, error: StorageError, asStatus?: number): FastifyReply {
  const [status, message] = ERRORS[error];
  const code = error === "RequestHasExpired" ? "AccessDenied" : error; // two sentences share one code
  return reply
    .code(asStatus ?? status)
    .type("application/xml")
    .send(
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    );
}
