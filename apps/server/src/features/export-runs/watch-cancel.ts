import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import type { PostgresPubSub } from "../../platform/pubsub/postgres-pub-sub.ts";
import { ExportRunEntity } from "./export-run.entity.ts";

export type CancelWatch = { readonly signal: AbortSignal; stop(): void };

/** A signal that aborts when somebody cancels the run, on whatever process. */
export async function watchCancel(
  dataSource: DataSource,
  pubSub: PostgresPubSub,
  runId: string,
): Promise<CancelWatch> {
  const canceled = new AbortController();
  const look = async () => {
    const run = await findById(dataSource.manager, ExportRunEntity, runId);
    if (run?.cancelRequestedAt) canceled.abort();
  };
  const stop = pubSub.on("run", (id) => {
    const isOurs = id === runId || id === null;
    if (isOurs && !canceled.signal.aborted) void look().catch(() => undefined); // the reconnect looks again
  });
  await look();
  return { signal: canceled.signal, stop };
}
