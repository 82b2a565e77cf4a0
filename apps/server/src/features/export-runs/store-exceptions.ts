import type { Rejection } from "@keruen/core";
import type { EntityManager } from "typeorm";

/** What became of a profile that was not simply delivered. */
export type RunException =
  | { readonly profileId: string; readonly kind: "REJECTED"; readonly rejection: StoredRejection }
  | { readonly profileId: string; readonly kind: "DUPLICATE"; readonly duplicateOf: string }
  | { readonly profileId: string; readonly kind: "NOT_SENT" };

/** Core's reasons, and the ones that only the server can know. */
export type StoredRejection = Omit<Rejection, "code"> & { readonly code: string };

/** Stores exceptions and adds the rejected ones to the run's reasons. Each profile has at most one. */
export async function storeExceptions(
  db: EntityManager,
  runId: string,
  batch: number,
  exceptions: readonly RunException[],
): Promise<void> {
  if (exceptions.length === 0) return;
  const rejections = exceptions.map((exception) =>
    exception.kind === "REJECTED" ? exception.rejection : null,
  );
  await db.query(
    `insert into run_exception (run_id, batch, profile_id, kind, code, field, message, duplicate_of)
     select $1, $2, row.* from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[]) as row`,
    [
      runId,
      batch,
      exceptions.map(({ profileId }) => profileId),
      exceptions.map(({ kind }) => kind),
      rejections.map((rejection) => rejection?.code ?? null),
      rejections.map((rejection) => rejection?.field ?? null),
      rejections.map((rejection) => rejection?.message ?? null),
      exceptions.map((exception) => (exception.kind === "DUPLICATE" ? exception.duplicateOf : null)),
    ],
  );
  await db.query(
    `insert into run_reason (run_id, code, field, profile_count)
     select $1, reason.code, coalesce(reason.field, ''), count(*)
     from unnest($2::text[], $3::text[]) as reason (code, field)
     where reason.code is not null
     group by reason.code, coalesce(reason.field, '')
     order by reason.code, coalesce(reason.field, '')
     on conflict (run_id, code, field) do update set profile_count = run_reason.profile_count + excluded.profile_count`,
    [
      runId,
      rejections.map((rejection) => rejection?.code ?? null),
      rejections.map((rejection) => rejection?.field ?? null),
    ],
  );
}
