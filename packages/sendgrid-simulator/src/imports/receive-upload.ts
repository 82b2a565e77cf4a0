/**
 * `PUT` of a file to the `upload_uri`, refused and accepted as S3 does it.
 *
 * Reads  : the file, as it comes: it is never held as a whole.
 * Writes : what `readUpload` makes of it.
 * Used by: `object-storage.ts`.
 *
 * A file that breaks off leaves nothing behind, and the import goes on waiting. So does one that is overtaken by a reset
 * or a snapshot; its sender is told to try again, and finds out then whether there is still somebody to take it.
 *
 * S3 answers before anybody looks into the file; here the answer comes when it was read, and says as little. A second
 * file for the same job is taken and forgotten.
 */
import type { IncomingMessage } from "node:http";
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { cutAfter, FileBrokenOff } from "../faults/spoil-file.ts";
import { parameter } from "../http/input.ts";
import { type StorageError, sendStorageError } from "../object-storage/storage-errors.ts";
import type { Settings } from "../settings.ts";
import { UploadOvertaken } from "./import-store.ts";
import { readUpload } from "./read-upload.ts";
import { UPLOAD_HEADERS, uploadPath } from "./upload-link.ts";

export const receiveUpload: FastifyPluginAsync = async (server) => {
  const underWay = new Set<string>();

  server.put(uploadPath(":id"), async (request, reply) => {
    const simulation = request.account;
    const id = parameter(request.params, "id");
    const refusal = refusalOf(request, simulation.settings);
    if (refusal) return sendStorageError(reply, refusal);
    const isLost = simulation.imports.isLost(id);
    if (!isLost && !simulation.jobs.find(id)) return sendStorageError(reply, "NoSuchKey");
    if (underWay.has(id)) return sendStorageError(reply, "OperationAborted");

    const body = (request.body ?? request.raw) as IncomingMessage;
    const whole = body.iterator({ destroyOnReturn: false }); // what is left of a bad file is taken, then answered
    const { fault } = request;
    const bytes = fault?.kind === "cut" ? cutAfter(whole, fault.afterBytes) : whole;
    const waiting = simulation.imports.find(id);
    underWay.add(id);
    try {
      if (waiting) await readUpload(simulation, waiting, bytes);
      await drain(bytes);
    } catch (error) {
      if (error instanceof FileBrokenOff) {
        request.raw.destroy();
        return reply.hijack();
      }
      if (!(error instanceof UploadOvertaken)) throw error;
      await drain(bytes);
      return sendStorageError(reply, "OperationAborted");
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
