import { isEnded } from "@keruen/core";
import type { DataSource } from "typeorm";
import type { Context } from "./context.ts";
import { DriftCheckEntity } from "./features/drift/drift-check.entity.ts";
import { ErasureEntity } from "./features/erasure/erasure.entity.ts";
import { ExportRunEntity } from "./features/export-runs/export-run.entity.ts";
import { RefreshEntity } from "./features/refresh/refresh.entity.ts";
import { SegmentEntity } from "./features/segments/segment.entity.ts";
import { SourceEntity } from "./features/sources/source.entity.ts";
import { findById } from "./platform/database/find-by-id.ts";
import { LiveRows } from "./platform/pubsub/live-rows.ts";
import type { PostgresPubSub } from "./platform/pubsub/postgres-pub-sub.ts";

export type Live = Pick<
  Context,
  "liveRuns" | "liveSources" | "liveSegments" | "liveRefreshes" | "liveErasures" | "liveDriftChecks"
>;

/** The rows that can be watched, and when there is nothing more to see of each. Begun by whoever lets people watch. */
export const liveRowsOf = (dataSource: DataSource, pubSub: PostgresPubSub): Live => ({
  liveRuns: new LiveRows<ExportRunEntity>(pubSub, {
    topic: "run",
    load: (id) => findById(dataSource.manager, ExportRunEntity, id),
    isEnded: ({ state }) => isEnded(state),
    changedSince: (time) => changedSince(dataSource, "export_run", time),
  }),
  liveSources: new LiveRows<SourceEntity>(pubSub, {
    topic: "source",
    load: (id) => findById(dataSource.manager, SourceEntity, id),
    isEnded: ({ state }) => state !== "LOADING",
  }),
  liveSegments: new LiveRows<SegmentEntity>(pubSub, {
    topic: "segment",
    load: (id) => findById(dataSource.manager, SegmentEntity, id),
    isEnded: ({ state }) => state !== "BUILDING",
  }),
  liveRefreshes: new LiveRows<RefreshEntity>(pubSub, {
    topic: "refresh",
    load: (id) => findById(dataSource.manager, RefreshEntity, id),
    isEnded: ({ state }) => state !== "RUNNING",
    changedSince: (time) => changedSince(dataSource, "refresh", time),
  }),
  liveErasures: new LiveRows<ErasureEntity>(pubSub, {
    topic: "erasure",
    load: (id) => findById(dataSource.manager, ErasureEntity, id),
    isEnded: ({ endedAt }) => endedAt !== null,
  }),
  liveDriftChecks: new LiveRows<DriftCheckEntity>(pubSub, {
    topic: "drift-check",
    load: (id) => findById(dataSource.manager, DriftCheckEntity, id),
    isEnded: ({ endedAt }) => endedAt !== null,
  }),
});

/** Those that go on, and those that ended since; by a clock that may be another one, so rather too many. The newest, last. */
async function changedSince(
  dataSource: DataSource,
  table: "export_run" | "refresh",
  time: Date,
): Promise<readonly string[]> {
  const rows: readonly { id: string }[] = await dataSource.query(
    `select id from (
       select id, ended_at from ${table} where ended_at is null or ended_at > $1::timestamptz - interval '1 minute'
       order by ended_at desc nulls first limit 100) changed
     order by ended_at nulls last`,
    [time],
  );
  return rows.map(({ id }) => id);
}
