/**
 * `/_simulator/snapshot`: gives the whole account as a file, and takes it back.
 *
 * Reads  : the database, or the file that is sent.
 * Writes : a file for a moment, in a folder of its own; all of the data, when one is loaded.
 * Used by: `control-plane.ts`.
 *
 * Files are streamed both ways, so an account of any size costs no memory. Keys, settings, faults and calls stay.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { FastifyPluginAsync } from "fastify";
import { errorBody } from "../http/errors.ts";
import { loadSnapshot, SnapshotProblem, saveSnapshot } from "../storage/snapshot.ts";

const TYPE = "application/vnd.sqlite3";

export const snapshotControls: FastifyPluginAsync = async (server) => {
  server.addContentTypeParser(TYPE, async (_request: unknown, body: NodeJS.ReadableStream) => body);

  server.get("/snapshot", async ({ account }, reply) => {
    const { file, remove } = await temporaryFile();
    try {
      saveSnapshot(account.database, file);
    } catch (error) {
      await remove(); // half a snapshot, where the disk is full
      throw error;
    }
    return reply.type(TYPE).send(createReadStream(file).once("close", remove));
  });

  server.put<{ Body: NodeJS.ReadableStream | undefined }>("/snapshot", async (request, reply) => {
    const simulation = request.account;
    const { file, remove } = await temporaryFile();
    try {
      await pipeline(request.body ?? [], createWriteStream(file));
      loadSnapshot(simulation.database, file);
    } catch (error) {
      if (!(error instanceof SnapshotProblem)) throw error;
      return reply.code(400).send(errorBody({ message: `the snapshot is ${error.message}` }));
    } finally {
      await remove();
    }
    simulation.ids.reload();
    simulation.fields.reload();
    simulation.imports.reload();
    simulation.engine.wake();
    return reply.code(204).send();
  });
};

async function temporaryFile() {
  const directory = await mkdtemp(path.join(tmpdir(), "sendgrid-simulator-"));
  const remove = () => rm(directory, { recursive: true, force: true });
  return { file: path.join(directory, "snapshot.sqlite"), remove };
}
