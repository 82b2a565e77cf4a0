/**
 * Trouble of our own in the middle of a run: a rule of the database that is broken, a full disk, a mistake in a program.
 * It counts as an attempt that failed, so that a run which meets it each time ends, and says so.
 *
 * Reads  : the error.
 * Writes : nothing. What the error says is for the log alone: it may quote a row.
 * Used by: `ExportRunner`.
 */
import { QueryFailedError } from "typeorm";
import type { RunFailure } from "./describe-failure.ts";

export const OWN_FAULT: RunFailure = {
  code: "server-fault",
  message: "Something went wrong on our side, not at SendGrid. The server's log says what.",
  isFinal: false,
};

/** PostgreSQL's words for being away, or about to be: it cannot be told of, and no fault of the run. */
const AWAY = /^(08...|57P0[1-4]|53300)$/;
const UNREACHABLE = ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EPIPE", "ETIMEDOUT"];

/** Whether the database was away, or went in the middle. Waiting is all that helps, however long. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = (error instanceof QueryFailedError ? error.driverError : error) as {
    code?: unknown;
    message?: unknown;
  };
  if (typeof code === "string" && (AWAY.test(code) || UNREACHABLE.includes(code))) return true;
  return (
    typeof message === "string" &&
    /connection (is closed|terminated|ended)|not queryable|connect timeout/i.test(message)
  );
}
