/** Data matching, validation, packing and upload of contacts. The only door; `./testing` is the second. */
export type { PreparedContact, SendGridContact } from "./contact/contact.ts";
export { canBeCleared, type Identifier } from "./contact/identifiers.ts";
export { normaliseEmail } from "./contact/normalise-email.ts";
export type { Rejection, RejectionCode } from "./contact/rejection.ts";
export type { Suppression, SuppressionCode } from "./contact/suppression.ts";
export { RESERVED_FIELDS, type TargetField } from "./contact/target-field.ts";
export { addressesIn } from "./import/addresses-in.ts";
export {
  chooseRoute,
  type Route,
  type RouteChoice,
  type RouteOptions,
  type RouteReason,
} from "./import/choose-route.ts";
export type { ImportFile, ImportLimits } from "./import/csv-file.ts";
export { type FileOptions, IMPORT_LIMITS } from "./import/open-files.ts";
export { type PackImportsOptions, packImports } from "./import/pack-imports.ts";
export type { OpenSpool, Spool, SpooledFile } from "./import/spool.ts";
export { type UploadedImport, type UploadImportOptions, uploadImport } from "./import/upload-import.ts";
export {
  checkIdentifiers,
  type IdentifierCounts,
  type IdentifierWarning,
} from "./mapping/check-identifiers.ts";
export { checkMatching, type MatchingIssue, type MatchingScope } from "./mapping/check-matching.ts";
export {
  compileMatching,
  MATCHING_RULES_VERSION,
  type MatchedContact,
  type MatchedValue,
  matchedValues,
} from "./mapping/compile-matching.ts";
export type { Attributes, Match } from "./mapping/data-matching.ts";
export { missingFields } from "./mapping/missing-fields.ts";
export { suggestMatching, suggestTarget } from "./mapping/suggest-matching.ts";
export {
  type DeliveryRecords,
  type Leaver,
  type Mirrored,
  type MirrorFailure,
  type MirrorOptions,
  mirrorList,
  type WhyOff,
} from "./mirror/mirror-list.ts";
export {
  type ListMembersFailure,
  type ListMembersOptions,
  readListMembers,
} from "./mirror/read-list-members.ts";
export type { RemovalFailure } from "./mirror/remove-group.ts";
export { fail, ok, type Result, unreachable } from "./result.ts";
export { afterApproval, canMove, isEnded, LEGAL_MOVES, type RunState } from "./run/run-state.ts";
export {
  checkRecurrence,
  lastOccurrence,
  MAX_TIMES_A_DAY,
  nextOccurrence,
  type Recurrence,
  type RecurrenceIssue,
  type Weekday,
} from "./schedule/recurrence.ts";
export { type ApiKey, parseApiKey } from "./sendgrid/account/api-key.ts";
export { contractHeadroom, contractLimit } from "./sendgrid/account/contract-headroom.ts";
export { missingScopes, REQUIRED_SCOPES } from "./sendgrid/account/scopes.ts";
export type { CallReport, CallWatcher } from "./sendgrid/call-watcher.ts";
export type { Clock } from "./sendgrid/clock.ts";
export type { FoundContact } from "./sendgrid/contacts/deletions.ts";
export {
  type CreateFieldFailure,
  type CreateFieldOptions,
  createField,
} from "./sendgrid/fields/create-field.ts";
export type { NewField } from "./sendgrid/fields/fields.ts";
export type { RefusedContact } from "./sendgrid/files/errors-file.ts";
export type { ListMember } from "./sendgrid/files/read-export-file.ts";
export { type EndpointWindow, NEW_WINDOW } from "./sendgrid/pacing/endpoint-window.ts";
export { createPacer, type Pacer, type PacerOptions } from "./sendgrid/pacing/pacer.ts";
export { createNewsBoard, type PacingStore, type WindowStep } from "./sendgrid/pacing/pacing-store.ts";
export type { Account, ContactCounts, ContactList, Job } from "./sendgrid/read-answers.ts";
export {
  createSendGridClient,
  type SendGridClient,
  type SendGridClientOptions,
} from "./sendgrid/sendgrid-client.ts";
export {
  failureOf,
  isRetryable,
  type SendGridError,
  type SendGridFailure,
} from "./sendgrid/sendgrid-failure.ts";
export type { SuppressionGroup } from "./sendgrid/suppressions/suppression-answers.ts";
export type { SuppressionList, SuppressionsFailure } from "./sendgrid/suppressions/suppressions.ts";
export type { TakePage } from "./sendgrid/suppressions/take-pages.ts";
export type { HttpRequest, HttpResponse, Transport } from "./sendgrid/transport.ts";
export { type Batch, discardFiles } from "./upload/batch.ts";
export { type PackOptions, UPSERT_LIMITS, type UpsertLimits } from "./upload/open-request.ts";
export { packBatches, packBatchesAsync } from "./upload/pack-batches.ts";
export type { Patience } from "./upload/patience.ts";
export { type ReadRefusedOptions, readRefused } from "./upload/read-refused.ts";
export { retryDelay } from "./upload/retry-delay.ts";
export {
  type DuplicateRow,
  isReady,
  isRejected,
  isSuppressed,
  isUnchanged,
  type ReadyRow,
  type RejectedRow,
  type Row,
  type SuppressedRow,
  type UnchangedRow,
} from "./upload/row.ts";
export {
  type OpenJob,
  type SettledJob,
  type SettleFailure,
  type SettleOptions,
  settleJob,
  settleJobs,
} from "./upload/settle-job.ts";
export {
  type AcceptedFile,
  type AcceptedPart,
  type UploadFailure,
  type UploadOptions,
  type UploadOutcome,
  uploadBatch,
} from "./upload/upload-batch.ts";
export { upsertBody } from "./upload/upsert-body.ts";
export { createUpsertLimits, type LearningLimits } from "./upload/upsert-limits.ts";
