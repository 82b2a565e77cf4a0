/**
 * Bench `first100k`: 100,000 profiles to a SendGrid that answers each call in 80 ms, to the last 202.
 *
 * Reads  : made-up profiles.
 * Writes : a simulator's contacts.
 * Used by: `main.ts`.
 */
import { packBatches, upsertBody } from "@keruen/core";
import type { Figures } from "./main.ts";
import { median } from "./measure.ts";
import { streamProfiles } from "./profiles.ts";
import { rows } from "./rows.ts";
import { startSandbox } from "./sandbox.ts";
import { sendBodies, uploadRows } from "./upload.ts";

const PROFILES = 100_000;
const ROUNDS = 5;

export async function run(): Promise<Figures> {
  // Jobs wait until the measuring is over: what is measured ends with the last 202.
  const sandbox = await startSandbox("--latency-ms", "80", "--job-delay-ms", "3600000");
  try {
    const { listId } = sandbox;
    const batches = packBatches(rows(streamProfiles(PROFILES)), { listIds: [listId] });
    const bodies = [...batches].map((batch) => Buffer.from(upsertBody(batch.contacts, [listId])));
    const rounds: { seconds: number; floor: number; calls: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const before = sandbox.writes();
      const floor = await sendBodies(bodies, sandbox);
      const { seconds, accepted } = await uploadRows(rows(streamProfiles(PROFILES)), sandbox);
      const calls = sandbox.writes() - before;
      rounds.push({ seconds, floor, calls });
      console.log(
        `${accepted} accepted in ${seconds.toFixed(2)} s, ${calls} calls; floor ${floor.toFixed(2)} s`,
      );
    }
    return {
      seconds: Number(median(rounds.map(({ seconds }) => seconds)).toFixed(2)),
      calls: median(rounds.map(({ calls }) => calls)),
      vs_floor: Number(median(rounds.map(({ seconds, floor }) => floor / seconds)).toFixed(2)),
    };
  } finally {
    await sandbox.stop();
  }
}
