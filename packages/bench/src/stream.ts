/**
 * Bench `stream`: 100,000 and 10,000,000 profiles, made on the fly, matched, packed and uploaded. Memory stays flat.
 *
 * Reads  : made-up profiles; the memory of one process for each size.
 * Writes : a simulator's contacts, as jobs that are never applied.
 * Used by: `main.ts`.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Figures } from "./main.ts";

type Measured = { readonly seconds: number; readonly rss_mb: number; readonly accepted: number };

const CHILD = fileURLToPath(new URL("stream-upload.ts", import.meta.url));

export function run(): Figures {
  const small = measure(100_000);
  const large = measure(10_000_000);
  return {
    rss_mb: large.rss_mb,
    rss_vs_100k: Number((large.rss_mb / small.rss_mb).toFixed(2)),
    seconds: large.seconds,
    per_s: Math.round(10_000_000 / large.seconds),
  };
}

/** V8 lets garbage pile up to whatever it is given: little, so that the figure is what an upload needs. */
const HEAP = ["--max-old-space-size=64", "--max-semi-space-size=2"];

function measure(profiles: number): Measured {
  const child = spawnSync(process.execPath, [...HEAP, CHILD, String(profiles)], {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (child.status !== 0) throw new Error(`The upload of ${profiles} failed`);
  const measured = JSON.parse(child.stdout) as Measured;
  console.log(
    `${profiles}: ${measured.accepted} accepted in ${measured.seconds} s, at most ${measured.rss_mb} MB`,
  );
  return measured;
}
