/**
 * The one place where an error meets the outside: known codes pass, everything else becomes a reference.
 *
 * Reads  : errors of a GraphQL operation, over HTTP and over WebSocket.
 * Writes : the whole error to the log, once.
 * Used by: `http-server.ts` and `web-socket.ts`.
 */
import { randomUUID } from "node:crypto";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { type Logger, scrub } from "../logging/logger.ts";

/** Codes whose messages are written for the caller: the request itself is at fault. GraphQL quotes it, keys included. */
const PASSED = new Set([
  "BAD_USER_INPUT",
  "BAD_REQUEST",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_SUPPORTED",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "RUN_DETAILS_PRUNED",
]);

export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

export const createFormatError =
  (logger: Logger): FormatError =>
  (formatted, error) => {
    const code = String(formatted.extensions?.code ?? "INTERNAL_SERVER_ERROR");
    if (PASSED.has(code)) {
      return { message: scrub(formatted.message), ...placeOf(formatted), extensions: { code } };
    }
    const requestId = randomUUID();
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    logger.error({ requestId, err: cause, path: formatted.path }, "request failed");
    return {
      message: `Something went wrong on our side. Try again; if it happens again, tell your operator the request id ${requestId}.`,
      ...placeOf(formatted),
      extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
    };
  };

const placeOf = ({ locations, path }: GraphQLFormattedError) => ({
  ...(locations && { locations }),
  ...(path && { path }),
});
