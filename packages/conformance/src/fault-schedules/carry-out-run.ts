/**
 * One run as a connector carries it out: leave out whom SendGrid sends nothing to and whom nothing changed for, send the
 * others, settle, and take the leavers off the list.
 *
 * Reads  : suppressions, jobs, exports of the list.
 * Writes : the list; outcomes; records of deliveries, only after SendGrid has done what they say.
 * Used by: `run-schedule.ts`.
 */
import { isReady, isRejected, mirrorList, type ReadyRow, type Row } from "@keruen/core";
import type { Records } from "./delivery-records.ts";
import { readSuppressed } from "./read-suppressed.ts";
import { type Sending, sendRows } from "./send-rows.ts";
import type { Worker } from "./worker.ts";

export type RunTask = Sending & {
  readonly rows: readonly Row[];
  /** Addresses that other exports to the list claim. */
  readonly claimed: readonly string[];
  readonly records: Records;
};

export type RunFigures = {
  /** Rows that were sent once more, since nobody could tell what had become of them. */
  readonly sentAgain: number;
  /** Addresses taken off the list. */
  readonly removed: number;
};

const MAX_ROUNDS = 20;

/** SendGrid has lost the same thing three times in a row: said so, and begun anew. */
const LOST = new Set<string>(["export-lost", "removal-failed"]);

/** @param hire - somebody to go on with the work, after the one before was killed. */
export async function carryOutRun(task: RunTask, hire: () => Worker): Promise<RunFigures> {
  const suppressed = await untilSomebodyDoes(hire, readSuppressed);
  let pending = triage(task, suppressed);
  let sentAgain = 0;
  for (let round = 0; pending.length > 0; round++) {
    if (round === MAX_ROUNDS) throw new Error(`Rows were sent ${MAX_ROUNDS} times`);
    if (round > 0) sentAgain += pending.length;
    pending = await send(pending, task, hire());
  }
  return { sentAgain, removed: await removeLeavers(task, hire) };
}

/** @returns the rows to send; the others have their outcome. */
function triage({ rows, records, outcomes }: RunTask, suppressed: ReadonlySet<string>): readonly ReadyRow[] {
  const toSend: ReadyRow[] = [];
  for (const row of rows) {
    if (!isReady(row)) outcomes.note(row.profileId, isRejected(row) ? "rejected" : "duplicate");
    else if (suppressed.has(row.prepared.email)) outcomes.note(row.profileId, "suppressed");
    else if (records.holds(row.prepared)) outcomes.note(row.profileId, "unchanged");
    else toSend.push(row);
  }
  return toSend;
}

/** @returns those of whom nobody can tell what became of them: they are to be sent again. */
async function send(rows: readonly ReadyRow[], task: RunTask, worker: Worker): Promise<readonly ReadyRow[]> {
  await sendRows(rows, task, worker);
  const { fates } = task.outcomes;
  for (const { profileId, prepared } of rows)
    if (fates.get(profileId) === "delivered") task.records.delivered(prepared);
  return rows.filter(({ profileId }) => !fates.has(profileId));
}

async function removeLeavers(
  { rows, records, claimed, listId }: RunTask,
  hire: () => Worker,
): Promise<number> {
  const current = rows.flatMap((row) => (isReady(row) ? [row.prepared.email] : []));
  const before = records.rows.size;
  const forRun = records.forRun(current, claimed);
  await untilSomebodyDoes(hire, async (worker) => {
    const mirrored = await mirrorList(listId, forRun, worker);
    if (mirrored.ok) return true;
    if (worker.signal.aborted || LOST.has(mirrored.failure.code)) return null;
    throw new Error(`Leavers could not be removed: ${mirrored.failure.code}`);
  });
  return before - records.rows.size;
}

async function untilSomebodyDoes<Value>(
  hire: () => Worker,
  work: (worker: Worker) => Promise<Value | null>,
): Promise<Value> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const done = await work(hire());
    if (done !== null) return done;
  }
  throw new Error(`${MAX_ROUNDS} workers were killed`);
}
