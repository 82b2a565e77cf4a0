/**
 * The other origin: where files are uploaded to and downloaded from, as SendGrid does it with S3.
 *
 * Reads  : requests with a signed link; never an API key.
 * Writes : answers, in XML where something is wrong.
 * Used by: `start-simulator.ts`, which lets it listen on a port of its own.
 */
import Fastify, { type FastifyInstance } from "fastify";
import { rowErrorsFile } from "../contacts/row-errors-file.ts";
import { exportFiles } from "../exports/export-files.ts";
import { injectFaults } from "../faults/inject-faults.ts";
import { receiveUpload } from "../imports/receive-upload.ts";
import { NO_ACCOUNT } from "../subusers/account-of-call.ts";
import type { Accounts } from "../subusers/accounts.ts";
import type { LinkProblem } from "./signed-links.ts";
import { type StorageError, sendStorageError } from "./storage-errors.ts";
import { STORAGE_FAULTS } from "./storage-faults.ts";

const LINK_ERRORS: Readonly<Record<LinkProblem, StorageError>> = {
  "not-signed": "AccessDenied",
  "wrong-signature": "SignatureDoesNotMatch",
  expired: "RequestHasExpired",
};

export function buildObjectStorage(accounts: Accounts): FastifyInstance {
  // Bodies are streams here, so the limit in bytes is checked where it applies.
  const server = Fastify({ forceCloseConnections: true, bodyLimit: Number.MAX_SAFE_INTEGER });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", (_request, payload, done) => done(null, payload));

  server.decorateRequest("account", NO_ACCOUNT);
  server.addHook("onRequest", async (request, reply) => {
    if (request.headers.authorization !== undefined) return sendStorageError(reply, "InvalidArgument");
    // A link says whose it is by its signature alone.
    const signer = accounts.all().find(({ links }) => links.problem(request) !== "wrong-signature");
    request.account = signer ?? accounts.parent;
    const problem = request.account.links.problem(request);
    return problem ? sendStorageError(reply, LINK_ERRORS[problem]) : undefined;
  });
  injectFaults(server, accounts.parent, STORAGE_FAULTS);
  server.register(receiveUpload);
  server.register(exportFiles);
  server.register(rowErrorsFile);
  server.setNotFoundHandler((_request, reply) => sendStorageError(reply, "NoSuchKey"));
  return server;
}
