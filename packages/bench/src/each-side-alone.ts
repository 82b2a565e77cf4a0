/**
 * How fast the uploader is when nothing is done with what it sends, and the simulator when it is kept busy.
 *
 * Reads  : made-up profiles.
 * Writes : nothing, or a simulator's contacts.
 * Used by: `simulator.ts`.
 */
import { fileURLToPath } from "node:url";
import { packBatches, upsertBody } from "@keruen/core";
import { clientOf, startFarSide } from "./far-side.ts";
import { streamProfiles } from "./profiles.ts";
import { rows } from "./rows.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";
import { applied, timed } from "./sandbox-state.ts";
import { uploadRows } from "./upload.ts";

/** @returns contacts a second to somebody who keeps nothing. */
export async function uploaderAlone(profiles: number): Promise<number> {
  const farSide = await startFarSide(fileURLToPath(new URL("sink.ts", import.meta.url)));
  const { client } = clientOf(farSide.url, "SG.measured");
  const listId = "0b6ef1a2-57f2-4d4b-9f4c-7f5b1f6a9c11";
  const { accepted, seconds } = await uploadRows(rows(streamProfiles(profiles)), { client, listId });
  await farSide.stop();
  console.log(`uploader alone: ${Math.round(accepted / seconds)} contacts a second`);
  return accepted / seconds;
}

/** @returns contacts a second, to the last one applied, of bodies that were made beforehand and keep it busy. */
export async function simulatorAlone(profiles: number): Promise<number> {
  const sandbox = await startSandbox("--rate-limits", "none", "--job-delay-ms", "0");
  const batches = packBatches(rows(streamProfiles(profiles)), { listIds: [sandbox.listId] });
  const ready = [...batches].map(({ contacts }) => ({
    size: contacts.length,
    body: Buffer.from(upsertBody(contacts, [sandbox.listId])),
  }));
  const contacts = ready.reduce((sum, { size }) => sum + size, 0);
  const half = Math.ceil(ready.length / 2);
  const seconds = await timed(async () => {
    const bodies = ready.map(({ body }) => body);
    await Promise.all([sendBodies(bodies.slice(0, half), sandbox), sendBodies(bodies.slice(half), sandbox)]);
    await applied(sandbox);
  });
  await sandbox.stop();
  console.log(`simulator alone: ${Math.round(contacts / seconds)} contacts a second`);
  return contacts / seconds;
}

/** One after another, by hand. */
async function sendBodies(
  bodies: readonly Buffer<ArrayBuffer>[],
  { url, key }: Pick<Sandbox, "url" | "key">,
): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  for (const body of bodies) {
    const response = await fetch(`${url}/v3/marketing/contacts`, { method: "PUT", headers, body });
    if (response.status !== 202) throw new Error(`The simulator refused a body: ${response.status}`);
    await response.arrayBuffer();
  }
}
