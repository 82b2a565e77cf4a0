/**
 * A PostgreSQL that outlived its Keruen, which was killed: it is stopped before another is started on its folder.
 *
 * Reads  : `postmaster.pid`, and which command runs under that number.
 * Writes : stops the process; removes the file where its number now belongs to another program.
 * Used by: `startEmbeddedPostgres` and the launcher, which both hold the folder.
 */
import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { PostgresBinaries } from "./postgres-binaries.ts";

/** @throws {Error} where a PostgreSQL of another folder runs under the number: only a person can tell. */
export async function stopOrphan(dataDir: string, binaries: PostgresBinaries): Promise<void> {
  const pidFile = path.join(dataDir, "postmaster.pid");
  const pid = Number.parseInt(await fs.readFile(pidFile, "utf8").catch(() => ""), 10);
  if (!(pid > 0)) return;
  const command = await commandOf(pid);
  if (command.includes(dataDir)) {
    await binaries.run("pg_ctl", ["stop", "-D", dataDir, "-m", "fast", "-w"]);
  } else if (command.includes("postgres")) {
    throw new Error(
      `${pidFile} names process ${pid}, a PostgreSQL of another folder. If none runs on this one, remove the file.`,
    );
  } else {
    await fs.rm(pidFile, { force: true });
  }
}

/** Empty where there is no such process. */
async function commandOf(pid: number): Promise<string> {
  if (process.platform === "linux") {
    const words = await fs.readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    return words.replaceAll("\0", " ");
  }
  const [program, args] =
    process.platform === "win32"
      ? ([
          "powershell",
          ["-Command", `(Get-CimInstance Win32_Process -Filter ProcessId=${pid}).CommandLine`],
        ] as const)
      : (["ps", ["-p", String(pid), "-o", "command="]] as const);
  return await promisify(execFile)(program, args).then(
    ({ stdout }) => stdout,
    () => "",
  );
}
