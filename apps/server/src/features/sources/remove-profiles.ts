import type { DataSource } from "typeorm";
import type { BuildSegment } from "../segments/build-segment.ts";

/** Profiles of one transaction. */
const PROFILES_AT_ONCE = 10_000;

/** Deletes the profiles of a source that is gone, part by part, then brings every segment up to date. */
export class RemoveProfiles {
  constructor(
    private readonly dataSource: DataSource,
    private readonly buildSegment: BuildSegment,
  ) {}

  async execute(sourceId: string, signal: AbortSignal): Promise<void> {
    let last = 0;
    for (;;) {
      signal.throwIfAborted();
      const [{ next }] = await this.dataSource.query(
        `with part as materialized (
           select id from profile where source_id = $1 and id > $2 order by id limit ${PROFILES_AT_ONCE}
         ), gone as (
           delete from profile using part where profile.id = part.id
         )
         select max(id) as next from part`,
        [sourceId, last],
      );
      if (next === null) break;
      last = next;
    }
    await this.buildSegment.all(signal);
  }
}
