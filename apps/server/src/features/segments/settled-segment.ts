import type { LiveRows } from "../../platform/pubsub/live-rows.ts";
import type { SegmentEntity } from "./segment.entity.ts";

/** Longer than a million profiles take; what takes longer is answered while it is being built. */
const PATIENCE_MS = 5_000;

/** The segment once it has been built, so that whoever saved it sees how many it has; or as it is when time is up. */
export async function settledSegment(
  liveSegments: LiveRows<SegmentEntity>,
  saved: SegmentEntity,
): Promise<SegmentEntity> {
  const changes = liveSegments.watch(saved.id);
  const giveUp = setTimeout(() => void changes.return?.(), PATIENCE_MS);
  let segment = saved;
  for await (const change of changes) segment = change;
  clearTimeout(giveUp);
  return segment;
}
