import type { Suppression, SuppressionCode } from "@keruen/core";
import type { DataSource } from "typeorm";
import { arrayText } from "../../../platform/database/array-text.ts";
import type { ExportRunEntity } from "../export-run.entity.ts";
import { addressHash } from "./claim-addresses.ts";

export type SuppressedRun = Pick<ExportRunEntity, "id" | "suppressions" | "suppressionGroups">;

/**
 * Why each address is suppressed, in order; null for those that are not.
 *
 * @throws {Error} where the run has ended: another worker was faster, and nobody knows any more who is suppressed.
 */
export async function findSuppressed(
  dataSource: DataSource,
  { id, suppressions, suppressionGroups }: SuppressedRun,
  emails: readonly string[],
): Promise<readonly (Suppression | null)[]> {
  if (suppressions.length + suppressionGroups.length === 0) return emails.map(() => null);
  const rows: readonly { code: SuppressionCode | null; groupId: number | null }[] = await dataSource.query(
    `select suppression.code, suppression.group_id as "groupId"
     from export_run run
     cross join unnest($2::uuid[]) with ordinality as address (hash, place)
     left join run_suppression suppression on suppression.run_id = run.id and suppression.address_hash = address.hash
     where run.id = $1 and run.ended_at is null
     order by address.place`,
    [id, arrayText(emails.map(addressHash))],
  );
  if (rows.length < emails.length) throw new Error(`Run ${id} has ended already.`);
  return rows.map(({ code, groupId }) =>
    code === null
      ? null
      : { code, group: suppressionGroups.find((group) => group.id === groupId)?.name ?? null },
  );
}
