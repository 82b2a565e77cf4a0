import type { Principal } from "./features/access/principal.ts";
import type { ExportRunEntity } from "./features/export-runs/export-run.entity.ts";
import type { LiveRows } from "./platform/pubsub/live-rows.ts";

/** What every resolver may know of the request, and what subscriptions watch. */
export type Context = {
  readonly principal: Principal;
  readonly requestId: string;
  readonly liveRuns: LiveRows<ExportRunEntity>;
};
