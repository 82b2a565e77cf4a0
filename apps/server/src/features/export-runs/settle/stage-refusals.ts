/**
 * Whom SendGrid refused, tied to their profiles as the errors file is read: a page at a time, outside of any transaction.
 *
 * Reads  : rows of an errors file, `run_address`.
 * Writes : `run_refusal`, which `recordSettledJob` takes up. The same page twice changes nothing.
 * Used by: `settleRun`.
 */
import { normaliseEmail, type RefusedContact } from "@keruen/core";
import type { DataSource } from "typeorm";
import { crashable } from "../../../platform/crash-points/crash-points.ts";
import { addressHash } from "../upload/claim-addresses.ts";
import type { PendingJob } from "./record-settled-job.ts";

/**
 * Rows that are none of the job's batch are left out, and so are addresses that nobody in the run has. Where the run has
 * ended, nothing is written: another worker was faster.
 */
export async function stageRefusals(
  dataSource: DataSource,
  runId: string,
  { jobId, batch }: PendingJob,
  page: readonly RefusedContact[],
): Promise<void> {
  const rows = page.flatMap(({ email, code, message }) => {
    const address = normaliseEmail(email);
    return address.ok ? [{ hash: addressHash(address.value), code, message }] : [];
  });
  await crashable("stage-refusals", () =>
    dataSource.query(
      `with going_on as (select id from export_run where id = $1 and ended_at is null for key share)
     insert into run_refusal (run_id, job_id, profile_id, code, message)
     select distinct on (address.profile_id) going_on.id, $2, address.profile_id, refused.code, refused.message
     from going_on cross join unnest($4::uuid[], $5::text[], $6::text[]) as refused (hash, code, message)
     join run_address address on address.run_id = $1 and address.address_hash = refused.hash
     join run_batch batch on batch.run_id = $1 and batch.number = $3
     where address.profile_id between batch.first_profile_id and batch.last_profile_id
     order by address.profile_id
     on conflict do nothing`,
      [
        runId,
        jobId,
        batch,
        rows.map(({ hash }) => hash),
        rows.map(({ code }) => code),
        rows.map(({ message }) => message),
      ],
    ),
  );
}
