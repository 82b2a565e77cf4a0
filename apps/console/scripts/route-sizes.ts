/**
 * What each page of the console costs to open for the first time: the compressed bytes of its JavaScript and CSS.
 *
 * Reads  : the build (`dist`, with its manifest).
 * Writes : nothing.
 * Used by: `route-sizes.test.ts`, which holds the budget; `node scripts/route-sizes.ts` prints the table.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

type Chunk = { readonly file: string; readonly imports?: string[]; readonly css?: string[] };
type Manifest = Readonly<Record<string, Chunk & { readonly isDynamicEntry?: boolean }>>;

/** In bytes, gzip. */
export type RouteSize = { readonly page: string; readonly js: number; readonly css: number };

/** For every lazily loaded page: itself, the entry, and all that the two import. */
export function routeSizes(dist: string): readonly RouteSize[] {
  const manifest: Manifest = JSON.parse(readFileSync(path.join(dist, ".vite/manifest.json"), "utf8"));
  const entry = reach(manifest, "index.html");
  return Object.keys(manifest)
    .filter((key) => key.endsWith("Page.vue"))
    .map((key) => {
      const chunks = [...new Set([...entry, ...reach(manifest, key)])].flatMap(
        (name) => manifest[name] ?? [],
      );
      const css = new Set(chunks.flatMap((chunk) => chunk.css ?? []));
      return {
        page: path.basename(key, ".vue"),
        js: total(chunks.map(({ file }) => path.join(dist, file))),
        css: total([...css].map((file) => path.join(dist, file))),
      };
    });
}

function reach(manifest: Manifest, key: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const imported of manifest[key]?.imports ?? []) reach(manifest, imported, seen);
  return seen;
}

const total = (files: readonly string[]) =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);

if (import.meta.main) {
  const kB = (bytes: number) => `${(bytes / 1_000).toFixed(1).padStart(7)} kB`;
  for (const { page, js, css } of routeSizes(path.join(import.meta.dirname, "../dist"))) {
    console.log(`${page.padEnd(24)} js ${kB(js)}   css ${kB(css)}`);
  }
}
