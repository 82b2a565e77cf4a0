import type { Env } from "./env.ts";

const FOLDER_CODES = ["EACCES", "EEXIST", "ENOSPC", "ENOTDIR", "EPERM", "EROFS"];
const DATABASE_CODES = ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "ETIMEDOUT", "28000", "28P01", "3D000"];

/** Why the server did not start, and what to do about it. Null for what nobody planned. */
export function describeStartFailure(error: unknown, { PORT, DATA_DIR, DATABASE_URL }: Env): string | null {
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined) return isOurs(error) ? error.message : null;
  if (syscall === "listen" && code === "EADDRINUSE")
    return `Port ${PORT} is taken by another program. Stop that one, or choose another port: PORT=${PORT + 1} npm start`;
  if (syscall === "listen" && code === "EACCES")
    return `Port ${PORT} may not be taken. Choose one above 1023: PORT=4000 npm start`;
  if (FOLDER_CODES.includes(code))
    return `The data folder cannot be used (${code}: ${path ?? DATA_DIR}). Name one that can be written to: DATA_DIR=/path/to/folder npm start`;
  if (DATABASE_URL !== undefined && DATABASE_CODES.includes(code))
    return `The PostgreSQL of DATABASE_URL cannot be used (${code}). Put that right, or leave DATABASE_URL out to use the embedded one.`;
  return null;
}

/** We throw plain errors with a sentence; a `TypeError` and its like is nobody's plan. */
const isOurs = (error: unknown): error is Error => error instanceof Error && error.constructor === Error;
