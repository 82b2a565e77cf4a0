import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Spool } from "@keruen/core";
import { afterEach, expect, test } from "vitest";
import { openSpoolFile } from "./spool-file.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function aFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), "spool-"));
  folders.push(folder);
  return folder;
}

const bytes = new Uint8Array(200_000).map((_, index) => index % 251);

async function filled(spool: Spool) {
  await spool.write(bytes.subarray(0, 7));
  await spool.write(bytes.subarray(7));
  return await spool.close();
}

test("gives back what was written, as often as it is asked, and knows its length", async () => {
  const file = await filled(await openSpoolFile(await aFolder()));
  expect(file.bytes).toBe(bytes.length);
  const [one, two] = await Promise.all([file.stream(), file.stream()].map((s) => new Response(s).bytes()));
  expect([one, two]).toEqual([bytes, bytes]);
  await file.discard();
});

test("has no name from the first byte on, so that a crash leaves nothing", async () => {
  const folder = await aFolder();
  const spool = await openSpoolFile(path.join(folder, "spool"));
  await spool.write(bytes);
  expect(await readdir(path.join(folder, "spool"))).toEqual([]);
  await spool.discard();
});

test("holds nothing any more when it was discarded, before or after its end, or twice", async () => {
  const spool = await openSpoolFile(await aFolder());
  const file = await filled(spool);
  await file.discard();
  await spool.discard();
  await expect(new Response(file.stream()).text()).rejects.toThrow("closed");
});
