/**
 * Files that SendGrid did not take before their run ended: everybody in them was not sent.
 *
 * Reads  : the files, piece after piece, and `run_address`.
 * Writes : `run_exception`.
 * Used by: `recordBatch`.
 */
import { addressesIn, type ImportFile } from "@keruen/core";
import type { EntityManager } from "typeorm";
import { addressHash } from "./claim-addresses.ts";

/** @throws {Error} where somebody in a file is not found again: then nothing of the batch may be stored. */
export async function storeUnsentFiles(
  db: EntityManager,
  runId: string,
  batch: number,
  files: readonly ImportFile[],
): Promise<void> {
  for (const file of files) {
    let stored = 0;
    for await (const emails of addressesIn(file)) {
      const [{ count }] = await db.query(
        `with stored as (
           insert into run_exception (run_id, batch, profile_id, kind)
           select $1, $2, profile_id, 'NOT_SENT'
           from run_address where run_id = $1 and address_hash = any($3::uuid[])
           returning 1
         )
         select count(*) from stored`,
        [runId, batch, emails.map(addressHash)],
      );
      stored += count;
    }
    if (stored !== file.rows) throw new Error(`A file of ${file.rows} rows names ${stored} profiles.`);
  }
}
