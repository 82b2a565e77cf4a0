/**
 * `POST /files?name=customers.csv`: the body is the file.
 *
 * Reads  : the request, as a stream of any length.
 * Writes : what `StoreFile` writes; an answer in JSON.
 * Used by: the console, and programs: `curl --data-binary @customers.csv.gz …`.
 */
import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Principal } from "../access/principal.ts";
import type { StoreFile } from "./store-file.ts";

/** Each holds a connection of the pool for as long as it takes. */
const MAX_UPLOADS = 4;
const SILENCE_MS = 60_000;
const MAX_NAME_LENGTH = 255;

export async function receiveFiles(
  http: FastifyInstance,
  storeFile: StoreFile,
  principal: () => Principal,
): Promise<void> {
  let uploads = 0;

  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _body, done) => done(null)); // the handler reads the stream itself

    scope.post("/files", async (request, reply) => {
      if (isMultipart(request)) {
        const message = "Send the file itself as the body, without a form around it.";
        return await refuse(request, reply, 415, { code: "multipart-refused", message });
      }
      if (uploads >= MAX_UPLOADS) {
        reply.header("retry-after", "10");
        const message = `${MAX_UPLOADS} files are being taken in already. Try again when one of them is done.`;
        return await refuse(request, reply, 429, { code: "too-many-uploads", message });
      }
      uploads++;
      try {
        const file = await storeFile.execute(nameOf(request), bytesOf(request.raw), principal());
        return file.ok
          ? await reply.code(201).send(file.value)
          : await refuse(request, reply, 422, file.failure);
      } catch (error) {
        if (!request.raw.destroyed) throw error;
        return reply.hijack(); // the sender is gone, and with it everything that it sent
      } finally {
        uploads--;
      }
    });
  });
}

const isMultipart = ({ headers }: FastifyRequest) =>
  (headers["content-type"] ?? "").toLowerCase().startsWith("multipart/");

function nameOf(request: FastifyRequest): string {
  const { name } = request.query as { name?: unknown };
  const clean = typeof name === "string" ? name.replace(/\p{Cc}/gu, "").trim() : "";
  return clean.slice(0, MAX_NAME_LENGTH).toWellFormed() || "file";
}

/** Not destroyed by those who stop early: the socket still has to carry the answer. */
function bytesOf(request: IncomingMessage): AsyncIterable<Buffer> {
  request.setTimeout(SILENCE_MS, () => request.destroy());
  return { [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }) };
}

/** The rest of the body is read and thrown away: only then will the sender, and the connection, listen. */
async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  failure: { readonly code: string; readonly message: string },
): Promise<FastifyReply> {
  request.raw.resume();
  return await reply.code(status).send({ ...failure, requestId: request.id });
}
