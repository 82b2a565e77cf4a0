import type { NodemailerError } from "nodemailer/lib/errors";
import { connectionReason } from "../network/connection-reason.ts";
import type { MailFailure } from "./send-mail.ts";

/** What is said of a recipient or of the mail itself. Anything else is the operator's to put right, and then it would be taken. */
const OF_THIS_MAIL = ["RCPT TO", "DATA"];

/**
 * Why a mail did not reach everybody, as a code that stays the same.
 *
 * @param errors - one for each recipient who was refused, or the one that ended it for all.
 * @returns `answered-550` and the like where the server has answered. Final: 5xx, of all of them.
 */
export function mailFailure(errors: readonly NodemailerError[]): MailFailure {
  const failures = errors.flatMap(({ rejectedErrors, ...error }) =>
    rejectedErrors?.length ? rejectedErrors.map(failureOf) : [failureOf(error)],
  );
  const passing = failures.find(({ isFinal }) => !isFinal);
  return passing ?? failures[0] ?? { code: "not-reached", isFinal: false };
}

function failureOf(error: Partial<NodemailerError>): MailFailure {
  const { code, originalCode, responseCode, command, permanent } = error;
  const passing = (reason: string): MailFailure => ({ code: reason, isFinal: false });
  if (code === "EAUTH" || code === "ENOAUTH") return passing("sign-in-refused");
  if (code === "ETLS" && responseCode) return passing("tls-refused");
  if (responseCode) {
    const isFinal = permanent === true && OF_THIS_MAIL.includes(command ?? "");
    return { code: `answered-${responseCode}`, isFinal };
  }
  if (code === "ETIMEDOUT") return passing("too-slow");
  if (code === "EDNS") return passing("name-unknown");
  if (code === "ECONNECTION") return passing("connection-broken");
  return passing(connectionReason(originalCode));
}
