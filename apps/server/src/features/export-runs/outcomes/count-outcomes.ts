import type { DataSource } from "typeorm";
import type { ExportRunEntity } from "../export-run.entity.ts";
import type { OutcomeFilter } from "./list-outcomes.ts";

/** How many outcomes a filter takes, from the run's own counts: nothing is scanned. */
export async function countOutcomes(
  dataSource: DataSource,
  run: ExportRunEntity,
  { kind, code }: OutcomeFilter,
): Promise<number> {
  const selected = run.selectedCount ?? 0;
  if (code !== null) return await countReason(dataSource, run.id, code, kind);
  const refusedLater = run.acceptedCount - run.deliveredCount;
  switch (kind) {
    case "REJECTED":
      return run.rejectedCount;
    case "SUPPRESSED":
      return run.suppressedCount;
    case "DUPLICATE":
      return run.duplicateCount;
    case "DELIVERED":
      return run.deliveredCount;
    case "UNCHANGED":
      return run.unchangedCount;
    case "TO_ADD":
      return run.toAddCount ?? 0;
    case "TO_CHANGE":
      return run.toChangeCount ?? 0;
    case "NOT_SENT":
      return run.notSentCount;
    case "ACCEPTED":
      return Math.max(0, refusedLater - (await countRefusedLater(dataSource, run.id)));
    case "PENDING":
      return run.endedAt === null ? selected - run.processedCount : 0;
    default:
      return selected;
  }
}

async function countReason(
  dataSource: DataSource,
  runId: string,
  code: string,
  kind: OutcomeFilter["kind"],
): Promise<number> {
  const [{ count }] = await dataSource.query(
    `select coalesce(sum(profile_count), 0) as count
     from run_reason where run_id = $1 and code = $2 and ($3::text is null or kind = $3)`,
    [runId, code, kind],
  );
  return count;
}

/** Accepted at first, refused when their job ended. */
async function countRefusedLater(dataSource: DataSource, runId: string): Promise<number> {
  const [{ count }] = await dataSource.query(
    "select coalesce(sum(refused_count), 0) as count from run_job where run_id = $1",
    [runId],
  );
  return count;
}
