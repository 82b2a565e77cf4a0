import type { EntityManager } from "typeorm";

/**
 * Whom a run may have sent without ever hearing whether SendGrid took them: what it last applied is not known any more,
 * and the next run sends them again. A dry run has sent nobody.
 */
export async function doubtDeliveries(db: EntityManager, runId: string): Promise<void> {
  await db.query(
    `update delivery set payload_hash = null
     from export_run run
     join run_address address on address.run_id = run.id
     where run.id = $1 and not run.is_dry_run
       and (address.profile_id > run.cursor or exists (
         select from run_exception exception
         where exception.run_id = $1 and exception.profile_id = address.profile_id and exception.kind = 'NOT_SENT'
       ))
       and delivery.list_id = run.list_id and delivery.export_id = run.export_id
       and delivery.address_hash = address.address_hash
       and delivery.payload_hash is distinct from address.payload_hash`,
    [runId],
  );
}
