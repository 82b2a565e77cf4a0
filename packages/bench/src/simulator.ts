/**
 * Bench `simulator`: does the simulator keep up with the uploader on the other core, and what do its contacts cost?
 *
 * Reads  : made-up profiles: 1,000,000, or as many as the word after the bench's name says.
 * Writes : a simulator's contacts, in a file that is taken away again.
 * Used by: `main.ts`.
 */
import { createWriteStream, openAsBlob } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { simulatorAlone, uploaderAlone } from "./each-side-alone.ts";
import type { Figures } from "./main.ts";
import { streamProfiles } from "./profiles.ts";
import { rows } from "./rows.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";
import { applied, stateOf, timed } from "./sandbox-state.ts";
import { uploadRows } from "./upload.ts";

const PROFILES = Number(process.argv[3] ?? 1_000_000);

export async function run(): Promise<Figures> {
  const alone = await uploaderAlone(Math.min(PROFILES, 1_000_000));
  const farSideAlone = await simulatorAlone(Math.min(PROFILES, 300_000));
  const folder = await mkdtemp(path.join(tmpdir(), "bench-simulator-"));
  const data = path.join(folder, "sandbox.sqlite");
  const sandbox = await startSandbox("--data", data, "--rate-limits", "none", "--job-delay-ms", "0");
  try {
    const { contacts, seconds } = await uploadAndApply(sandbox);
    const state = await stateOf(sandbox);
    const exported = await timed(() => download(sandbox));
    const snapshot = path.join(folder, "snapshot.sqlite");
    const saved = await timed(() => save(sandbox, snapshot));
    const restored = await timed(() => load(sandbox, snapshot));
    if ((await stateOf(sandbox)).contactCount !== contacts)
      throw new Error("Somebody was lost by the snapshot");
    console.log(`with export and snapshot at most ${megabytes((await stateOf(sandbox)).memoryBytes)} MB`);
    return {
      contacts,
      per_s: Math.round(contacts / seconds),
      rss_mb: megabytes(state.memoryBytes),
      disk_mb: megabytes((await stat(data)).size),
      vs_uploader: Number((farSideAlone / alone).toFixed(2)),
      export_s: Number(exported.toFixed(1)),
      snapshot_s: Number(saved.toFixed(1)),
      restore_s: Number(restored.toFixed(1)),
    };
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true });
  }
}

/** To the last contact applied. */
async function uploadAndApply(sandbox: Sandbox): Promise<{ contacts: number; seconds: number }> {
  const start = performance.now();
  const { accepted, seconds: toLast202 } = await uploadRows(rows(streamProfiles(PROFILES)), sandbox);
  await applied(sandbox);
  const seconds = (performance.now() - start) / 1_000;
  const { contactCount } = await stateOf(sandbox);
  if (contactCount !== accepted) throw new Error(`${accepted} accepted, ${contactCount} stored`);
  console.log(`${accepted} accepted in ${toLast202.toFixed(1)} s, applied in ${seconds.toFixed(1)} s`);
  return { contacts: accepted, seconds };
}

/** Everybody on the list, as gzipped CSV, which is thrown away. */
async function download({ url, key, listId }: Sandbox): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const address = `${url}/v3/marketing/contacts/exports`;
  const body = JSON.stringify({ list_ids: [listId] });
  const { id } = (await (await fetch(address, { method: "POST", headers, body })).json()) as { id: string };
  let urls: readonly string[] | undefined;
  while (urls === undefined) {
    const status = (await (await fetch(`${address}/${id}`, { headers })).json()) as { urls?: string[] };
    if (status.urls === undefined) await sleep(100);
    urls = status.urls;
  }
  for (const file of urls) {
    const { body: bytes } = await fetch(file);
    if (bytes === null) throw new Error("A file of the export is empty");
    for await (const _chunk of Readable.fromWeb(bytes)); // read, and let go
  }
}

async function save({ url }: Sandbox, file: string): Promise<void> {
  const { ok, body } = await fetch(`${url}/_simulator/snapshot`);
  if (!ok || body === null) throw new Error("No snapshot came");
  await pipeline(Readable.fromWeb(body), createWriteStream(file));
}

async function load({ url }: Sandbox, file: string): Promise<void> {
  const { ok } = await fetch(`${url}/_simulator/snapshot`, {
    method: "PUT",
    headers: { "content-type": "application/vnd.sqlite3" },
    body: await openAsBlob(file),
  });
  if (!ok) throw new Error("The snapshot was refused");
}

const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000);
