import type { EntityManager } from "typeorm";
import type { Principal } from "./principal.ts";

/** What is kept of who did what: past tense, the glossary's words. */
export const AUDIT_ACTIONS = [
  "source-created",
  "source-removed",
  "segment-created",
  "segment-updated",
  "segment-removed",
  "consent-given",
  "destination-created",
  "destination-updated",
  "destination-removed",
  "api-key-replaced",
  "account-vouched-for",
  "export-user-changed",
  "export-created",
  "export-updated",
  "export-scheduled",
  "export-removed",
  "refresh-scheduled",
  "refresh-started",
  "refresh-canceled",
  "run-started",
  "dry-run-started",
  "run-retried",
  "run-undone",
  "run-approved",
  "run-canceled",
  "erasure-started",
  "erasure-tried-again",
  "person-erased",
  "person-readmitted",
  "drift-check-started",
  "drift-repaired",
  "alert-channel-created",
  "alert-channel-updated",
  "alert-channel-removed",
  "alert-channel-tested",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Writes who did what to which thing, in the transaction that does it. A person is no such thing: no name of one is kept. */
export const audit = (
  db: EntityManager,
  { userId }: Principal,
  action: AuditAction,
  subject: { readonly id: string; readonly name: string },
): Promise<unknown> =>
  db.query("insert into audit_event (actor_id, action, subject_id, subject_name) values ($1, $2, $3, $4)", [
    userId,
    action,
    subject.id,
    subject.name,
  ]);
