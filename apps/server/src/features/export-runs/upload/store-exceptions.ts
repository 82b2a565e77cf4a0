import type { Rejection, Suppression } from "@keruen/core";
import type { EntityManager } from "typeorm";

/** What became of a profile that was not simply delivered. */
export type RunException =
  | { readonly profileId: string; readonly kind: "REJECTED"; readonly rejection: StoredRejection }
  | { readonly profileId: string; readonly kind: "SUPPRESSED"; readonly suppression: Suppression }
  | { readonly profileId: string; readonly kind: "DUPLICATE"; readonly duplicateOf: string }
  | { readonly profileId: string; readonly kind: "NOT_SENT" };

/** Core's reasons, and the ones that only the server can know. */
export type StoredRejection = Omit<Rejection, "code"> & { readonly code: string };

/** Why, as the rows have it. `about` tells reasons of one code apart: the field, or the group. */
type Reason = Omit<StoredRejection, "message"> & { readonly message: string | null; readonly about: string };

function reasonOf(exception: RunException): Reason | null {
  switch (exception.kind) {
    case "REJECTED":
      return { ...exception.rejection, about: exception.rejection.field ?? "" };
    case "SUPPRESSED": {
      const { code, group } = exception.suppression;
      return { code, field: "email", message: group, about: group ?? "" };
    }
    default:
      return null;
  }
}

/** Stores exceptions and adds the rejected and suppressed ones to the run's reasons. Each profile has at most one. */
export async function storeExceptions(
  db: EntityManager,
  runId: string,
  batch: number,
  exceptions: readonly RunException[],
): Promise<void> {
  if (exceptions.length === 0) return;
  const reasons = exceptions.map(reasonOf);
  const kinds = exceptions.map(({ kind }) => kind);
  const codes = reasons.map((reason) => reason?.code ?? null);
  await db.query(
    `insert into run_exception (run_id, batch, profile_id, kind, code, field, message, duplicate_of)
     select $1, $2, row.* from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[]) as row`,
    [
      runId,
      batch,
      exceptions.map(({ profileId }) => profileId),
      kinds,
      codes,
      reasons.map((reason) => reason?.field ?? null),
      reasons.map((reason) => reason?.message ?? null),
      exceptions.map((exception) => (exception.kind === "DUPLICATE" ? exception.duplicateOf : null)),
    ],
  );
  await addReasons(
    db,
    runId,
    exceptions.flatMap(({ kind }, index) => {
      const reason = reasons[index];
      return reason ? [{ kind, code: reason.code, about: reason.about, count: 1 }] : [];
    }),
  );
}

/** So many profiles more have this outcome for this reason. */
export type ReasonCount = Pick<Reason, "code" | "about"> & {
  readonly kind: RunException["kind"];
  readonly count: number;
};

export async function addReasons(
  db: EntityManager,
  runId: string,
  reasons: readonly ReasonCount[],
): Promise<void> {
  await db.query(
    `insert into run_reason (run_id, kind, code, field, profile_count)
     select $1, reason.kind, reason.code, reason.about, sum(reason.count)
     from unnest($2::text[], $3::text[], $4::text[], $5::integer[]) as reason (kind, code, about, count)
     group by reason.kind, reason.code, reason.about
     order by reason.code, reason.about
     on conflict (run_id, code, field) do update set profile_count = run_reason.profile_count + excluded.profile_count`,
    [
      runId,
      reasons.map(({ kind }) => kind),
      reasons.map(({ code }) => code),
      reasons.map(({ about }) => about),
      reasons.map(({ count }) => count),
    ],
  );
}
