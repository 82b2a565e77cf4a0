/**
 * The database of a measured server, for what the product itself has no way to do.
 *
 * Reads  : the folder that the server has its PostgreSQL in.
 * Writes : nothing by itself.
 * Used by: `product.ts`.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";

/** Where PostgreSQL writes its port into `postmaster.pid`. */
const PORT_LINE = 3;

/** @returns a connection that the caller ends. */
export async function connectTo(dataDir: string): Promise<pg.Client> {
  const [cluster = ""] = (await readdir(dataDir)).filter((name) => name.startsWith("pg"));
  const read = (...file: string[]) => readFile(path.join(dataDir, cluster, ...file), "utf8");
  const client = new pg.Client({
    ...{ host: "127.0.0.1", user: "postgres", database: "keruen" },
    port: Number((await read("data", "postmaster.pid")).split("\n")[PORT_LINE]),
    password: (await read("password")).trim(),
  });
  await client.connect();
  return client;
}
