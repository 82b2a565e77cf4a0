import type { DataSource } from "typeorm";
import { announcement } from "../../platform/pubsub/postgres-pub-sub.ts";

/** Says on the run which window it waits for, or that it waits no longer, and tells whoever watches it. */
export async function noteWait(
  dataSource: DataSource,
  runId: string,
  wait: { readonly endpoint: string; readonly untilMs: number } | null,
): Promise<void> {
  await dataSource.query(
    `with noted as (
       update export_run set waiting_for = $2, waiting_until = $3 where id = $1 and ended_at is null returning 1
     )
     select pg_notify($4, $5) from noted`,
    [runId, wait?.endpoint ?? null, wait && new Date(wait.untilMs), ...announcement("run", runId)],
  );
}
