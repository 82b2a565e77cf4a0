/**
 * One process at a time on one folder. The operating system ends the hold with the process, however that went.
 *
 * Reads  : which folder it is, by device and inode: two paths to one folder are one.
 * Writes : nothing on Linux and Windows; on macOS an empty file, which stays and means nothing by itself.
 * Used by: `startEmbeddedPostgres`, and the launcher.
 */
import { closeSync, constants, openSync } from "node:fs";
import fs from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Gives the folder free. */
export type Release = () => void;

const RETRY_MS = 100;

/**
 * Holds the folder, or waits until whoever holds it has ended.
 *
 * @param purpose - holds for different purposes do not meet.
 * @param patienceMs - how long to wait; 0 tries once.
 * @returns null where somebody else holds it all that time.
 */
export async function holdFolder(dir: string, purpose: string, patienceMs = 0): Promise<Release | null> {
  const deadline = performance.now() + patienceMs;
  const { dev, ino } = await fs.stat(dir, { bigint: true });
  const name = `keruen-${dev}-${ino}-${purpose}`;
  for (;;) {
    const release = await hold(name, path.join(dir, `.${purpose}.hold`));
    if (release || performance.now() >= deadline) return release;
    await sleep(RETRY_MS);
  }
}

function hold(name: string, file: string): Promise<Release | null> | Release | null {
  if (process.platform === "linux") return listen(`\0${name}`); // an abstract socket: no file
  if (process.platform === "win32") return listen(`\\\\.\\pipe\\${name}`);
  return lock(file);
}

function listen(address: string): Promise<Release | null> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(null) : reject(error),
    );
    server.listen({ path: address }, () => resolve(() => void server.close()));
    server.unref();
  });
}

/** BSD's open(2) locks as it opens; Node has no name for the flag. */
const O_EXLOCK = 0x20;

function lock(file: string): Release | null {
  try {
    const descriptor = openSync(
      file,
      constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK,
      0o600,
    );
    return () => closeSync(descriptor);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return null;
    throw error;
  }
}
