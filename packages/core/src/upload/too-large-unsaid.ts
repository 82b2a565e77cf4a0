import { fail } from "../result.ts";
import type { Answer } from "../sendgrid/call-sendgrid.ts";
import type { SendGridFailure } from "../sendgrid/sendgrid-failure.ts";

/**
 * Bytes beyond which SendGrid's insides refuse a body that its documentation allows: 4 MiB, gRPC's own default. They
 * may say no more of it than "500".
 *
 * @see https://github.com/Stand-With-Crypto/swc-web commit ac21da87e, `sendgridContactsCronJob/logic.ts`
 */
const UNSAID_LIMIT = 4_194_304;

/** So many in a row are hardly an outage. */
const SERVER_ERRORS = 2;

/** The same request; a server error that repeats for so large a body comes out as `too-large`. */
export function sayingTooLarge<Value>(bytes: number, send: () => Answer<Value>): () => Answer<Value> {
  if (bytes <= UNSAID_LIMIT) return send;
  let inARow = 0;
  return async () => {
    const answer = await send();
    inARow = !answer.ok && isServerError(answer.failure) ? inARow + 1 : 0;
    return inARow < SERVER_ERRORS ? answer : fail({ code: "too-large" });
  };
}

const isServerError = (failure: SendGridFailure): boolean =>
  failure.code === "unavailable" && failure.status !== null && failure.status >= 500;
