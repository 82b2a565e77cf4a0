/**
 * A file without a name: on the disk while it is open, and gone with the process, however that ends.
 *
 * Reads  : what was written.
 * Writes : a file in the given folder, which only this account may read and whose name is taken away at once.
 * Used by: runs that go by import, as core's `Spool`.
 */
import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, unlink } from "node:fs/promises";
import path from "node:path";
import type { Spool, SpooledFile } from "@keruen/core";

const CHUNK_BYTES = 65_536;

/** @param folder - made where it is not there. */
export async function openSpoolFile(folder: string): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = path.join(folder, `${randomUUID()}.csv.gz`);
  const file = await open(name, "wx+", 0o600);
  await unlink(name);
  const discard = () => file.close(); // a second time does nothing
  let bytes = 0;

  return {
    async write(chunk) {
      for (let at = 0; at < chunk.length; ) {
        const { bytesWritten } = await file.write(chunk, at, chunk.length - at, bytes);
        at += bytesWritten;
        bytes += bytesWritten;
      }
    },
    close: async (): Promise<SpooledFile> => ({ bytes, stream: () => streamOf(file), discard }),
    discard,
  };
}

function streamOf(file: FileHandle): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream(
    {
      async pull(controller) {
        const { bytesRead, buffer } = await file.read(new Uint8Array(CHUNK_BYTES), 0, CHUNK_BYTES, at);
        at += bytesRead;
        if (bytesRead === 0) controller.close();
        else controller.enqueue(buffer.subarray(0, bytesRead));
      },
    },
    { highWaterMark: 0 },
  );
}
