/**
 * Brings one segment up to date with the profiles there are now.
 *
 * Reads  : the segment, once it has been built.
 * Writes : its members, through `BuildSegment`.
 * Used by: `CarryRefresh`.
 */
import type { DataSource } from "typeorm";
import type { BuildSegment } from "../segments/build-segment.ts";
import { SegmentEntity } from "../segments/segment.entity.ts";
import { type DoStep, REMOVED } from "./do-step.ts";

export const rebuildSegment =
  (dataSource: DataSource, buildSegment: BuildSegment): DoStep =>
  async (id) => {
    await buildSegment.execute(id);
    const segment = await dataSource.getRepository(SegmentEntity).findOneBy({ id });
    if (!segment) return REMOVED;
    const { state, failure, memberCount } = segment;
    if (state !== "FAILED") return { state: "SUCCEEDED", code: null, message: null, count: memberCount };
    return { state: "FAILED", code: "segment-failed", message: failure, count: null };
  };
