import type { DataSource } from "typeorm";
import { commit } from "../../platform/crash-points/crash-points.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import { RefreshEntity } from "./refresh.entity.ts";
import type { RefreshState, RefreshStepState } from "./refresh-state.ts";

/** Ends a refresh whose steps have all ended. @returns whether it has ended. */
export async function concludeRefresh(dataSource: DataSource, id: string): Promise<boolean> {
  return await commit(dataSource, "conclude-refresh", async (db) => {
    const refresh = await db.findOne(RefreshEntity, { where: { id }, lock: { mode: "pessimistic_write" } });
    if (refresh?.state !== "RUNNING") return true;
    const rows: readonly { state: RefreshStepState }[] = await db.query(
      "select distinct state from refresh_step where refresh_id = $1",
      [id],
    );
    const state = endStateOf(new Set(rows.map((row) => row.state)), refresh);
    if (state === null) return false;
    await db.update(RefreshEntity, { id }, { state, endedAt: () => "now()" });
    await announce(db, "refresh", id);
    return true;
  });
}

function endStateOf(
  steps: ReadonlySet<RefreshStepState>,
  { cancelRequestedAt }: RefreshEntity,
): RefreshState | null {
  if (steps.has("WAITING") || steps.has("RUNNING")) return null;
  if (cancelRequestedAt !== null && steps.has("CANCELED")) return "CANCELED";
  return steps.has("FAILED") || steps.has("BLOCKED") ? "FAILED" : "SUCCEEDED";
}
