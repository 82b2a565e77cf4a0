/**
 * `PUT` of a file to the `upload_uri`, refused and accepted as S3 does it.
 *
 * Reads  : the file, as it comes: it is never held as a whole.
 * Writes : what `readUpload` makes of it.
 * Used by: `object-storage.ts`.
 *
 * S3 answers before anybody looks into the file; here the answer comes when it was read, and says as little. A second
 * file for the same job is taken and forgotten.
 */
import type { IncomingMessage } from "node:http";
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { parameter } from "../http/input.ts";
import { type StorageError, sendStorageError } from "../object-storage/storage-errors.ts";
import type { Settings } from "../settings.ts";
import type { Simulation } from "../simulation.ts";
import { readUpload } from "./read-upload.ts";
import { UPLOAD_HEADERS, uploadPath } from "./upload-link.ts";

export const receiveUpload =
  (simulation: Simulation): FastifyPluginAsync =>
  async (server) => {
    const underWay = new Set<string>();

    server.put(uploadPath(":id"), async (request, reply) => {
      const id = parameter(request.params, "id");
      const refusal = refusalOf(request, simulation.settings);
      if (refusal) return sendStorageError(reply, refusal);
      if (!simulation.jobs.find(id)) return sendStorageError(reply, "NoSuchKey");
      if (underWay.has(id)) return sendStorageError(reply, "OperationAborted");

      const body = (request.body ?? request.raw) as IncomingMessage;
      const bytes = body.iterator({ destroyOnReturn: false }); // what is left of a bad file is taken, then answered
      const waiting = simulation.imports.find(id);
      underWay.add(id);
      try {
        if (waiting) await readUpload(simulation, waiting, bytes);
        await drain(bytes);
      } finally {
        underWay.delete(id);
      }
      return reply.code(200).header("etag", '"uploaded"').send();
    });
  };

async function drain(bytes: AsyncIterator<Buffer>): Promise<void> {
  let isAtEnd = false;
  while (!isAtEnd) isAtEnd = (await bytes.next()).done ?? false;
}

function refusalOf(request: FastifyRequest, settings: Settings): StorageError | null {
  const { headers } = request;
  if (headers["content-length"] === undefined && !settings.acceptsChunkedUploads) {
    return headers["transfer-encoding"] ? "NotImplemented" : "MissingContentLength";
  }
  if (Number(headers["content-length"]) > settings.maxImportBytes) return "EntityTooLarge";
  return UPLOAD_HEADERS.every(({ header, value }) => headers[header] === value)
    ? null
    : "SignatureDoesNotMatch";
}
