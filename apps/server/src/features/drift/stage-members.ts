import { type ListMember, normaliseEmail } from "@keruen/core";
import type { DataSource } from "typeorm";
import { crashable } from "../../platform/crash-points/crash-points.ts";
import { arrayText } from "../../platform/database/array-text.ts";
import { addressHash } from "../export-runs/upload/claim-addresses.ts";
import type { DriftCheckEntity } from "./drift-check.entity.ts";

/** An attempt of a check: its number tells it from an earlier one that wakes up. */
export type CheckAttempt = Pick<DriftCheckEntity, "id" | "exportId" | "listId" | "attempt">;

/** Of a check that is still at this attempt, its row, kept until the statement ends. On `$1` and `$2`. */
export const AT_THIS_ATTEMPT =
  "select id from drift_check where id = $1 and attempt = $2 and ended_at is null for key share";

export class OvertakenError extends Error {
  constructor({ id, attempt }: CheckAttempt) {
    super(`Check ${id} is not at attempt ${attempt} any more.`);
  }
}

/**
 * Some of those on the list; the same ones may come twice. Whose address we could not have sent stands under it as it is.
 *
 * @throws {OvertakenError} where another worker has taken the check over.
 */
export async function stageMembers(
  dataSource: DataSource,
  check: CheckAttempt,
  members: readonly ListMember[],
): Promise<void> {
  const hashes = members.map(({ email }) => {
    const address = normaliseEmail(email);
    return addressHash(address.ok ? address.value : email);
  });
  const [{ isOurs }] = await crashable("stage-members", () =>
    dataSource.query(
      `with ours as materialized (${AT_THIS_ATTEMPT}), staged as (
       insert into drift_member (check_id, address_hash, contact_id)
       select distinct on (member.hash) ours.id, member.hash, member.contact_id
       from ours cross join unnest($3::uuid[], $4::text[]) as member (hash, contact_id)
       order by member.hash
       on conflict do nothing
     )
     select exists (select from ours) as "isOurs"`,
      [check.id, check.attempt, arrayText(hashes), members.map(({ contactId }) => contactId)],
    ),
  );
  if (!isOurs) throw new OvertakenError(check);
}
