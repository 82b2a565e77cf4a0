/**
 * Places where a process can be made to die: before and after each commit, and each call that changes something outside.
 *
 * Reads  : what `armCrash` was told at the start; nothing, as a rule.
 * Writes : nothing. The process ends as by kill -9.
 * Used by: runs, refreshes, alerts, checks and erasures, which pass through; chaos runs, which arm one place in one process.
 */
import type { DataSource, EntityManager } from "typeorm";

/** In the order in which a run, a refresh, an alert, a check and an erasure come to them. */
export const CRASHABLE = [
  ...(["start-run", "approve-run", "cancel-run", "start-refresh"] as const),
  ...(["begin-attempt", "begin-preparing", "store-suppressions", "prepare"] as const),
  ...(["release-claims", "claim-addresses", "mark-handing-over"] as const),
  ...(["upsert-contacts", "start-import", "upload-file"] as const),
  ...(["record-batch", "begin-settling", "stage-refusals", "settle-job", "record-sent-part"] as const),
  ...(["record-lost", "record-deliveries", "plan-changes", "plan-removals", "store-plan"] as const),
  ...(["ask-before-removal", "unlearn-contacts", "start-export", "learn-contacts"] as const),
  ...(["mark-removing", "remove-from-list", "forget-removed", "release-claimed", "end-mirroring"] as const),
  "conclude-attempt",
  ...(["begin-step", "rebuild-segment", "end-step", "start-follower", "follow-runs"] as const),
  "conclude-refresh",
  ...(["take-alerts", "send-alert", "record-alert"] as const),
  ...(["begin-drift-check", "stage-members", "begin-comparing", "compare-range"] as const),
  ...(["conclude-drift-check", "drop-members", "drop-differences"] as const),
  ...(["erase-here", "begin-erasing", "note-deletion", "delete-contacts", "end-destination"] as const),
  ...(["put-off-erasure", "conclude-erasure"] as const),
] as const;
export type Crashable = (typeof CRASHABLE)[number];
export type CrashPoint = `${"before" | "after"}-${Crashable}`;

export const CRASH_POINTS: readonly CrashPoint[] = CRASHABLE.flatMap(
  (name) => [`before-${name}`, `after-${name}`] as const,
);

let armed: CrashPoint | null = null;
let timesLeft = 0;

/** From now on the process dies when it comes to the place for the so-manieth time. */
export function armCrash({ point, times }: { readonly point: CrashPoint; readonly times: number }): void {
  armed = point;
  timesLeft = times;
}

/** A statement that commits by itself, or a call outside. */
export async function crashable<Value>(name: Crashable, work: () => Promise<Value>): Promise<Value> {
  pass("before", name);
  const value = await work();
  pass("after", name);
  return value;
}

/** A transaction: the first place is within it, when all but the commit is done. */
export async function commit<Value>(
  dataSource: DataSource,
  name: Crashable,
  work: (db: EntityManager) => Promise<Value>,
): Promise<Value> {
  const value = await dataSource.transaction(async (db) => {
    const done = await work(db);
    pass("before", name);
    return done;
  });
  pass("after", name);
  return value;
}

function pass(side: "before" | "after", name: Crashable): void {
  if (armed === null || armed !== `${side}-${name}`) return;
  timesLeft -= 1;
  if (timesLeft === 0) process.kill(process.pid, "SIGKILL");
}
