import type { Principal } from "./features/access/principal.ts";
import type { DriftCheckEntity } from "./features/drift/drift-check.entity.ts";
import type { ErasureEntity } from "./features/erasure/erasure.entity.ts";
import type { ExportRunEntity } from "./features/export-runs/export-run.entity.ts";
import type { RefreshEntity } from "./features/refresh/refresh.entity.ts";
import type { SegmentEntity } from "./features/segments/segment.entity.ts";
import type { SourceEntity } from "./features/sources/source.entity.ts";
import type { LiveRows } from "./platform/pubsub/live-rows.ts";

/** What every resolver may know of the request, and what subscriptions watch. */
export type Context = {
  readonly principal: Principal;
  readonly requestId: string;
  readonly liveRuns: LiveRows<ExportRunEntity>;
  readonly liveSources: LiveRows<SourceEntity>;
  readonly liveSegments: LiveRows<SegmentEntity>;
  readonly liveRefreshes: LiveRows<RefreshEntity>;
  readonly liveErasures: LiveRows<ErasureEntity>;
  readonly liveDriftChecks: LiveRows<DriftCheckEntity>;
  readonly watchRefreshes: () => AsyncIterableIterator<RefreshEntity>;
};
