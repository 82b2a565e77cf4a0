/**
 * A person in the last runs of some exports: what became of them, SendGrid's jobs, and whether they were taken off.
 *
 * Reads  : runs by export; `run_member`, `run_removal`, `run_job` by run and person; outcomes as everybody's are read.
 * Writes : nothing.
 * Used by: `readTrail`.
 */
import { type DataSource, In } from "typeorm";
import { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { listOutcomes, type OutcomeRow } from "../export-runs/outcomes/list-outcomes.ts";
import type { OutcomeKind } from "../export-runs/outcomes/outcome.graphql.ts";
import type { PersonJob, PersonRun } from "./person-trail.graphql.ts";

/** @returns by export, newest first. */
export async function readPersonRuns(
  dataSource: DataSource,
  exportIds: readonly string[],
  profileIds: readonly number[],
  runsOfEach: number,
): Promise<ReadonlyMap<string, readonly PersonRun[]>> {
  const runs = await lastRuns(dataSource, exportIds, runsOfEach);
  const runIds = runs.map(({ id }) => id);
  const members = await lookUp(dataSource, "run_member", runIds, profileIds);
  const removed = new Set(
    (await lookUp(dataSource, "run_removal", runIds, profileIds)).map(({ runId }) => runId),
  );
  const outcomes = new Map<string, OutcomeRow | null>();
  for (const run of runs) {
    const ids = members.filter(({ runId }) => runId === run.id).map(({ profileId }) => profileId);
    outcomes.set(run.id, await outcomeOf(dataSource, run, ids));
  }
  const pruned = await prunedAmong(dataSource, runIds);
  const found = new Map<string, PersonRun[]>();
  for (const { id: runId, state, isDryRun, queuedAt, endedAt, exportId } of runs) {
    const isPruned = pruned.has(runId);
    const outcome = isPruned ? null : (outcomes.get(runId) ?? null);
    const jobs = outcome?.batch ? await jobsOf(dataSource, runId, outcome.batch) : [];
    const run = { runId, state, isDryRun, queuedAt, endedAt, isPruned, outcome, jobs };
    const before = found.get(exportId ?? "") ?? [];
    found.set(exportId ?? "", [...before, { ...run, isRemoved: removed.has(runId) }]);
  }
  return found;
}

/** Looked at after their details have been read: who is not found there may have been forgotten meanwhile. */
async function prunedAmong(dataSource: DataSource, runIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows: readonly { id: string }[] = await dataSource.query(
    "select id from export_run where id = any($1::uuid[]) and details_pruned_at is not null",
    [runIds],
  );
  return new Set(rows.map(({ id }) => id));
}

async function lastRuns(
  dataSource: DataSource,
  exportIds: readonly string[],
  runsOfEach: number,
): Promise<readonly ExportRunEntity[]> {
  const rows: readonly { id: string }[] = await dataSource.query(
    `select last.id from unnest($1::uuid[]) as wanted (id) cross join lateral (
       select run.id from export_run run where run.export_id = wanted.id
       order by run.queued_at desc, run.id desc limit $2
     ) last`,
    [exportIds, runsOfEach],
  );
  return await dataSource
    .getRepository(ExportRunEntity)
    .find({ where: { id: In(rows.map(({ id }) => id)) }, order: { queuedAt: "DESC", id: "DESC" } });
}

/** Which of the person's profiles each run has there, by the beginning of the key. */
const lookUp = (
  dataSource: DataSource,
  table: "run_member" | "run_removal",
  runIds: readonly string[],
  profileIds: readonly number[],
): Promise<readonly { readonly runId: string; readonly profileId: number }[]> =>
  dataSource.query(
    `select distinct theirs.run_id as "runId", theirs.profile_id as "profileId"
     from unnest($1::uuid[]) as run (id) cross join unnest($2::bigint[]) as profile (id)
     join ${table} theirs on theirs.run_id = run.id and theirs.profile_id = profile.id`,
    [runIds, profileIds],
  );

/** The one that tells most, where several profiles of theirs were in the run. */
async function outcomeOf(
  dataSource: DataSource,
  run: ExportRunEntity,
  profileIds: readonly number[],
): Promise<OutcomeRow | null> {
  const outcomes: OutcomeRow[] = [];
  for (const id of profileIds) outcomes.push(...(await listOutcomes(dataSource, run, ANY, id - 1, 1)));
  return outcomes.toSorted((a, b) => MOST_TELLING.indexOf(a.kind) - MOST_TELLING.indexOf(b.kind))[0] ?? null;
}

const ANY = { kind: null, code: null };

const MOST_TELLING: readonly OutcomeKind[] = [
  ...(["DELIVERED", "ACCEPTED", "UNCHANGED", "PENDING", "TO_ADD", "TO_CHANGE"] as const),
  ...(["REJECTED", "SUPPRESSED", "NOT_SENT", "DUPLICATE"] as const),
];

const jobsOf = (dataSource: DataSource, runId: string, batch: number): Promise<readonly PersonJob[]> =>
  dataSource.query(
    `select job_id as id, accepted_at as "acceptedAt", settled_at as "settledAt", lost_at is not null as "isLost"
     from run_job where run_id = $1 and batch = $2 order by accepted_at, job_id limit 50`,
    [runId, batch],
  );
