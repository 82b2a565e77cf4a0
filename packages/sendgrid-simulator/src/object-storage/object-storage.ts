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
import type { Simulation } from "../simulation.ts";
import type { LinkProblem } from "./signed-links.ts";
import { type StorageError, sendStorageError } from "./storage-errors.ts";
import { STORAGE_FAULTS } from "./storage-faults.ts";

const LINK_ERRORS: Readonly<Record<LinkProblem, StorageError>> = {
  "not-signed": "AccessDenied",
  "wrong-signature": "SignatureDoesNotMatch",
  expired: "RequestHasExpired",
};

export function buildObjectStorage(simulation: Simulation): FastifyInstance {
  // Bodies are streams here, so the limit in bytes is checked where it applies.
  const server = Fastify({ forceCloseConnections: true, bodyLimit: Number.MAX_SAFE_INTEGER });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", (_request, payload, done) => done(null, payload));

  server.addHook("onRequest", async (request, reply) => {
    if (request.headers.authorization !== undefined) return sendStorageError(reply, "InvalidArgument");
    const problem = simulation.links.problem(request);
    return problem ? sendStorageError(reply, LINK_ERRORS[problem]) : undefined;
  });
  injectFaults(server, simulation, STORAGE_FAULTS);
  server.register(receiveUpload(simulation));
  server.register(exportFiles(simulation));
  server.register(rowErrorsFile(simulation));
  server.setNotFoundHandler((_request, reply) => sendStorageError(reply, "NoSuchKey"));
  return server;
}
