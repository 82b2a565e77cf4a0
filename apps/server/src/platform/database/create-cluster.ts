/**
 * A new database cluster, whole or not at all.
 *
 * Reads  : whether there is one.
 * Writes : `<dir>/password`, `<dir>/data`.
 * Used by: `startEmbeddedPostgres`, which holds the folder.
 */
import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import type { PostgresBinaries } from "./postgres-binaries.ts";

const DRAFT = "draft-";

/** Letters of every script have upper and lower case; sorting is by code point, which is fast and never changes. */
const LOCALE = ["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];

/**
 * Makes the cluster unless it is there. `initdb` works beside it: one that was killed half-way leaves no cluster.
 *
 * @returns the superuser's password.
 */
export async function createCluster(
  dir: string,
  dataDir: string,
  binaries: PostgresBinaries,
  durable: boolean,
): Promise<string> {
  const passwordFile = path.join(dir, "password");
  if (!(await exists(path.join(dataDir, "PG_VERSION")))) {
    for (const name of await fs.readdir(dir))
      if (name.startsWith(DRAFT)) await fs.rm(path.join(dir, name), { recursive: true, force: true });
    await fs.writeFile(passwordFile, `${randomBytes(18).toString("base64url")}\n`, { mode: 0o600 });
    if (binaries.account) await fs.chown(passwordFile, binaries.account.uid, binaries.account.gid);
    const draft = path.join(dir, DRAFT + randomBytes(4).toString("hex"));
    await binaries.run("initdb", [
      ...["-D", draft, "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`],
      ...[...LOCALE, "--no-instructions", ...(durable ? [] : ["--no-sync"])],
    ]);
    await fs.rename(draft, dataDir);
  }
  return (await fs.readFile(passwordFile, "utf8")).trim();
}

const exists = (file: string) =>
  fs.access(file).then(
    () => true,
    () => false,
  );
