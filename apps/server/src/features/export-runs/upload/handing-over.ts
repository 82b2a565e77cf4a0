/**
 * What a run is about to hand to SendGrid, said beforehand: a process that dies between SendGrid's answer and the row
 * leaves members of whom nobody knows whether they were taken.
 *
 * Reads  : the run.
 * Writes : `handing_over_to`.
 * Used by: `uploadRun`, which begins with those members; `concludeAttempt`, which tells of them.
 */
import type { DataSource } from "typeorm";
import { crashable } from "../../../platform/crash-points/crash-points.ts";
import type { RunFailure } from "../describe-failure.ts";
import type { ExportRunEntity } from "../export-run.entity.ts";

/**
 * A batch made anew may be smaller than the one that was under way: the mark never goes back.
 *
 * @param number - the batch's place in the run, from 1.
 * @throws {Error} where the run is not at the batch before: another worker has taken it over.
 */
export async function markHandingOver(
  dataSource: DataSource,
  runId: string,
  number: number,
  lastProfileId: string,
): Promise<void> {
  const [, marked] = await crashable("mark-handing-over", () =>
    dataSource.query(
      `update export_run set handing_over_to = greatest(handing_over_to, $3::bigint)
     where id = $1 and last_batch = $2::integer - 1 and state = 'UPLOADING'`,
      [runId, number, lastProfileId],
    ),
  );
  if (marked !== 1) throw new Error(`Run ${runId} is not at batch ${number - 1} any more.`);
}

/** For a batch that SendGrid has answered it does not take. */
export async function unmarkHandingOver(
  dataSource: DataSource,
  runId: string,
  number: number,
): Promise<void> {
  await dataSource.query(
    "update export_run set handing_over_to = null where id = $1 and last_batch = $2::integer - 1",
    [runId, number],
  );
}

type MarkedRun = Pick<ExportRunEntity, "handingOverTo" | "cursor">;

/** Whether SendGrid may have taken members of whom the run does not know it. */
export const isInDoubt = <Run extends MarkedRun>(run: Run): run is Run & { readonly handingOverTo: number } =>
  run.handingOverTo !== null && run.handingOverTo > run.cursor;

const DOUBT =
  "The work was interrupted before, while people were being handed over: SendGrid may have taken some who are told as not sent.";

/** The same failure, for a run that ends with members in doubt. */
export const withDoubt = (failure: RunFailure): RunFailure =>
  failure.message.endsWith(DOUBT) ? failure : { ...failure, message: `${failure.message} ${DOUBT}` };
