/**
 * Materialises who is in a segment. Readers see the members of before or of now, never half of them.
 *
 * Reads  : the rule, the fields that profiles have, `profile`.
 * Writes : `segment_member` (only what differs), the segment's count and state; in one transaction.
 * Used by: the task `build-segment`, and whoever changes profiles.
 */
import type { DataSource, EntityManager } from "typeorm";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import { fieldTypes, matchingProfiles, type ProfileFilter } from "./matching-profiles.ts";
import { checkRule } from "./rule/check-rule.ts";
import { SegmentEntity } from "./segment.entity.ts";

export class BuildSegment {
  constructor(private readonly dataSource: DataSource) {}

  /** Every segment, one after the other. */
  async all(signal: AbortSignal): Promise<void> {
    const segments = await this.dataSource.getRepository(SegmentEntity).find({ select: { id: true } });
    for (const { id } of segments) {
      signal.throwIfAborted();
      await this.execute(id);
    }
  }

  async execute(id: string): Promise<void> {
    await this.dataSource.transaction(async (db) => {
      const segment = await db.findOne(SegmentEntity, { where: { id }, lock: { mode: "pessimistic_write" } });
      if (!segment) return; // removed in the meantime
      await db.update(SegmentEntity, id, await build(db, segment));
      await announce(db, "segment", id);
    });
  }
}

type Outcome = Pick<SegmentEntity, "state" | "failure"> &
  Partial<Pick<SegmentEntity, "memberCount" | "builtAt">>;

async function build(db: EntityManager, { id, rule }: SegmentEntity): Promise<Outcome> {
  const types = await fieldTypes(db);
  // A field that is gone is one that nobody has. One whose type has changed is for a person to decide.
  const misfit = rule && checkRule(rule, types).find(({ code }) => code !== "unknown-field");
  if (misfit)
    return {
      state: "FAILED",
      failure: `The rule no longer fits the profiles. ${misfit.message} Change the rule.`,
    };
  const memberCount = await replaceMembers(db, id, matchingProfiles(rule, types));
  return { state: "READY", failure: null, memberCount, builtAt: new Date() };
}

/** Adds who is missing and takes out who no longer matches, so that a rebuild without a change writes nothing. */
async function replaceMembers(
  db: EntityManager,
  id: string,
  { sql, parameters }: ProfileFilter,
): Promise<number> {
  const [{ count }] = await db.query(
    `with matching as materialized (
       select id from profile where ${sql}
     ), gone as (
       delete from segment_member member
       where member.segment_id = $${parameters.length + 1}
         and not exists (select from matching where matching.id = member.profile_id)
     ), added as (
       insert into segment_member (segment_id, profile_id)
       select $${parameters.length + 1}, id from matching order by id
       on conflict do nothing
     )
     select count(*) from matching`,
    [...parameters, id],
  );
  return count;
}
