/**
 * Materialises who is in a segment. Readers see the members of before or of now, never half of them.
 *
 * Reads  : the rule, the fields that profiles have, `profile`.
 * Writes : `segment_member` (only what differs), the segment's count and state; in one transaction.
 * Used by: the task `build-segment`, and whoever changes profiles.
 */
import type { DataSource, EntityManager } from "typeorm";
import { commit } from "../../platform/crash-points/crash-points.ts";
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
    await commit(this.dataSource, "rebuild-segment", async (db) => {
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

/**
 * Takes out who no longer matches and adds who is missing, so that a rebuild without a change writes nothing.
 *
 * The ids go through a temporary table: only so does PostgreSQL read `profile` in parallel, and a plain insert of
 * who is missing costs a third of one with `on conflict`.
 */
async function replaceMembers(
  db: EntityManager,
  id: string,
  { sql, parameters }: ProfileFilter,
): Promise<number> {
  await db.query(
    `create temporary table matching on commit drop as select id as profile_id from profile where ${sql}`,
    [...parameters],
  );
  await db.query(
    `delete from segment_member member where segment_id = $1
       and not exists (select from matching where matching.profile_id = member.profile_id)`,
    [id],
  );
  await db.query(
    `insert into segment_member (segment_id, profile_id)
     select $1, profile_id from matching
     where not exists (
       select from segment_member member
       where member.segment_id = $1 and member.profile_id = matching.profile_id)
     order by profile_id`,
    [id],
  );
  const [{ count }] = await db.query("select count(*) from matching");
  return count;
}
