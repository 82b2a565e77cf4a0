/**
 * How heavy the contacts are that a run has to look at, by a sample: enough to know about how many requests they would take.
 *
 * Reads  : the first of its members.
 * Writes : nothing.
 * Used by: `prepareRun`, for the choice of the route.
 */
import { compileMatching, type Match, type TargetField } from "@keruen/core";
import type { EntityManager } from "typeorm";

const SAMPLE = 500;

/** @returns UTF-8 bytes of one contact's JSON; null where the sample has no contact that can be sent. */
export async function averageContactBytes(
  db: EntityManager,
  runId: string,
  matching: readonly Match[],
  targets: readonly TargetField[],
): Promise<number | null> {
  const members: readonly { attributes: Readonly<Record<string, unknown>> }[] = await db.query(
    `select profile.attributes
     from (select profile_id from run_member where run_id = $1 and not is_unchanged order by profile_id limit ${SAMPLE}) member
     join profile on profile.id = member.profile_id`,
    [runId],
  );
  const toContact = compileMatching(matching, targets);
  const sizes = members.flatMap(({ attributes }) => {
    const contact = toContact(attributes);
    return contact.ok ? [contact.value.bytes] : [];
  });
  return sizes.length === 0 ? null : sizes.reduce((sum, bytes) => sum + bytes) / sizes.length;
}
