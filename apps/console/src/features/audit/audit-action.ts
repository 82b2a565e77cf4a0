import type { AuditEvent } from "./audit.graphql.ts";

/** What somebody can have done, as the server tells it, in the order of the filter. */
export const AUDIT_ACTIONS = [
  "consent-given",
  "destination-created",
  "destination-updated",
  "api-key-replaced",
  "account-vouched-for",
  "export-user-changed",
  "destination-removed",
  "export-created",
  "export-updated",
  "export-scheduled",
  "export-removed",
  "run-started",
  "dry-run-started",
  "run-retried",
  "run-undone",
  "run-approved",
  "run-canceled",
  "drift-check-started",
  "drift-repaired",
  "refresh-started",
  "refresh-canceled",
  "refresh-scheduled",
  "source-created",
  "source-removed",
  "segment-created",
  "segment-updated",
  "segment-removed",
  "erasure-started",
  "erasure-tried-again",
  "person-erased",
  "person-readmitted",
  "alert-channel-created",
  "alert-channel-updated",
  "alert-channel-removed",
  "alert-channel-tested",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Undefined where the server is newer than this console. */
export const knownAction = (action: string): AuditAction | undefined =>
  AUDIT_ACTIONS.find((known) => known === action);

/** Where the thing can be looked at; undefined where it has no page, or no longer. */
export function pageOf({ action, subjectId }: Pick<AuditEvent, "action" | "subjectId">): string | undefined {
  if (action.endsWith("-removed")) return undefined;
  if (action.startsWith("run-") || action.startsWith("dry-run-")) return `/runs/${subjectId}`;
  if (action.startsWith("drift-")) return `/exports/${subjectId}`;
  if (action.startsWith("export-") && action !== "export-user-changed") return `/exports/${subjectId}`;
  if (action.startsWith("erasure-") || action.startsWith("person-")) return `/erasures/${subjectId}`;
  if (action.startsWith("segment-")) return `/segments/${subjectId}`;
  if (action.startsWith("refresh-")) return "/refresh";
  if (action.startsWith("source-")) return "/profiles";
  return action.startsWith("alert-") ? "/alerts" : `/destinations/${subjectId}`;
}
