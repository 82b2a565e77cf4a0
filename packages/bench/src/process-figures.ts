/**
 * What Linux says of other processes: time on a core, and memory.
 *
 * Reads  : `/proc`.
 * Writes : nothing.
 * Used by: `product.ts`.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const TICKS_PER_SECOND = 100;

/** Of the process alone, all its threads together. */
export async function cpuSecondsOf(pid: number): Promise<number> {
  const { user, system } = await readStat(pid);
  return (user + system) / TICKS_PER_SECOND;
}

/** Of the process, its children, and those of them that have ended. */
export async function cpuSecondsOfTree(pid: number): Promise<number> {
  const everybody = (await readdir("/proc")).map(Number).filter((id) => id > 0);
  const stats = await Promise.all(everybody.map((id) => readStat(id).catch(() => null))); // some end meanwhile
  const children = stats.filter((stat) => stat?.parent === pid);
  const { user, system, ended } = await readStat(pid);
  const ticks = children.reduce((sum, child) => sum + (child ? child.user + child.system : 0), 0);
  return (ticks + user + system + ended) / TICKS_PER_SECOND;
}

/** The high-water mark of its resident memory. */
export async function peakMemoryMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1_024);
}

/** The first process of a data folder's PostgreSQL. */
export async function postmasterOf(dataDir: string): Promise<number> {
  const [cluster] = (await readdir(dataDir)).filter((name) => name.startsWith("pg"));
  const file = await readFile(path.join(dataDir, cluster ?? "", "data", "postmaster.pid"), "utf8");
  return Number(file.split("\n")[0]);
}

async function readStat(pid: number) {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const [parent = 0] = fields.slice(1);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11);
  return { parent, user, system, ended: endedUser + endedSystem };
}
