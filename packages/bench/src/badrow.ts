/**
 * Bench `badrow`: 30,000 contacts with 1, 10 and 3,000 among them that SendGrid refuses. How many calls do they cost?
 *
 * Reads  : made-up profiles, some with an address that core takes and SendGrid does not.
 * Writes : a simulator's contacts.
 * Used by: `main.ts`.
 */
import { isReady, type ReadyRow, type Row } from "@keruen/core";
import type { Figures } from "./main.ts";
import { streamProfiles } from "./profiles.ts";
import { rows } from "./rows.ts";
import { startSandbox } from "./sandbox.ts";
import { uploadRows, withAddress } from "./upload.ts";

const CONTACTS = 30_000;
const BAD = [1, 10, 3_000];

export async function run(): Promise<Figures> {
  const sandbox = await startSandbox("--job-delay-ms", "3600000", "--rate-limits", "none");
  try {
    const good = [...rows(streamProfiles(CONTACTS * 1.1))].filter(isReady).slice(0, CONTACTS);
    const before = sandbox.writes();
    await uploadRows(good, sandbox);
    const calls = sandbox.writes() - before;
    const figures: Record<string, number> = { calls };
    for (const bad of BAD) {
      const start = sandbox.writes();
      const { accepted, rejected, seconds } = await uploadRows(withBad(good, bad), sandbox);
      const extra = sandbox.writes() - start - calls;
      console.log(
        `${bad} bad: ${accepted} delivered, ${rejected} refused, ${extra} extra calls, ${seconds.toFixed(2)} s`,
      );
      if (accepted !== CONTACTS - bad || rejected !== bad) throw new Error("Somebody was lost");
      if (bad === 1) Object.assign(figures, { delivered: accepted, extra_calls: extra });
      else figures[`extra_calls_${bad}`] = extra;
    }
    return figures;
  } finally {
    await sandbox.stop();
  }
}

/** Spread evenly: the worst case for whoever looks for them by halves. */
function withBad(good: readonly ReadyRow[], bad: number): readonly Row[] {
  const every = Math.floor(CONTACTS / bad);
  return good.map((row, index) =>
    index % every === 0 && index / every < bad ? withAddress(row, `customer${index}@localhost`) : row,
  );
}
