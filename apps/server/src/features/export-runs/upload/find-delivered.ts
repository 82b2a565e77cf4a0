import type { DataSource } from "typeorm";
import { arrayText } from "../../../platform/database/array-text.ts";
import type { ExportRunEntity } from "../export-run.entity.ts";

export type ComparingRun = Pick<ExportRunEntity, "id" | "exportId" | "listId" | "isFull" | "isDryRun">;

/** What is known of an address that the run's export has put on its list before. */
export type Delivered = {
  /** Of the contact that SendGrid last applied; null where that is not known for certain. */
  readonly payloadHash: string | null;
  /** The member who has the address and is not looked at in this run: nobody else's contact goes there. */
  readonly unchangedId: number | null;
};

/** Whether there is anybody to compare with: not in a first run, nor in one that sends everybody. */
export async function hasDelivered(
  dataSource: DataSource,
  { exportId, listId, isFull }: ComparingRun,
): Promise<boolean> {
  if (isFull) return false;
  const [{ any }] = await dataSource.query(
    "select exists (select from delivery where list_id = $1 and export_id = $2) as any",
    [listId, exportId],
  );
  return any;
}

/** @returns those of the addresses that have a delivery, by hash. */
export async function findDelivered(
  dataSource: DataSource,
  { id, exportId, listId }: ComparingRun,
  addressHashes: readonly string[],
): Promise<ReadonlyMap<string, Delivered>> {
  const rows: readonly (Delivered & { hash: string })[] = await dataSource.query(
    `select translate(delivery.address_hash::text, '-', '') as hash,
       case when removing_run_id is null then translate(payload_hash::text, '-', '') end as "payloadHash",
       (
         select member.profile_id from run_member member
         where member.run_id = $1 and member.profile_id = delivery.profile_id
           and member.address_hash = delivery.address_hash
       ) as "unchangedId"
     from delivery
     where list_id = $2 and export_id = $3 and address_hash = any($4::uuid[])`,
    [id, listId, exportId, arrayText(addressHashes)],
  );
  return new Map(rows.map(({ hash, ...delivered }) => [hash, delivered]));
}
