/**
 * What a failed attempt means: words for a person, a code for a program, and whether trying again may help.
 *
 * Reads  : core's failures.
 * Writes : nothing.
 * Used by: `ExportRunner`.
 */
import {
  type MirrorFailure,
  type SendGridError,
  type SendGridFailure,
  type SettleFailure,
  unreachable,
} from "@keruen/core";
import { SUPPRESSIONS_UNREADABLE } from "../destinations/suppressions-unreadable.ts";

/**
 * `isFinal`: trying again cannot help until a person has acted, and `message` says what to do. Of a passing one
 * it only says what happened; what comes next depends on how often it did.
 */
export type RunFailure = { readonly code: string; readonly message: string; readonly isFinal: boolean };

const final = (code: string, message: string): RunFailure => ({ code, message, isFinal: true });
const passing = (code: string, message: string): RunFailure => ({ code, message, isFinal: false });

export const FAILURES = {
  contactLimit: final(
    "contact-limit",
    "The SendGrid account holds as many contacts as its plan allows. Delete contacts there or take a larger plan, then run again.",
  ),
  destinationRemoved: final(
    "destination-removed",
    "The destination was removed. Set one up again, and make a new export.",
  ),
  jobUnknown: final(
    "job-unknown",
    "SendGrid does not know the import any more that it accepted. Run again: whoever is sent twice stays as they are.",
  ),
  listGone: final(
    "list-gone",
    "SendGrid has no such list any more. Choose another list in the export, then run again.",
  ),
  matchingOutdated: final(
    "matching-outdated",
    "The data matching names a SendGrid field that does not exist any more. Open the export, match again, save, then run.",
  ),
  refusalsUnnamed: final(
    "refusals-unnamed",
    "SendGrid refused contacts without saying which. Look into the import in SendGrid, then run again.",
  ),
  uploadIncomplete: final(
    "upload-incomplete",
    "Not everybody was sent. Run it again: who was sent stays as it is.",
  ),
  suppressionsUnreadable: final("suppressions-unreadable", SUPPRESSIONS_UNREADABLE),
  segmentFailed: final(
    "segment-failed",
    "A segment of the export could not be built. Open the segment, put its rule right, then run again.",
  ),
  segmentsBuilding: passing("segments-building", "A segment of the export is still being built."),
  listBusy: passing("list-busy", "A run was writing to the list, so what was read of it says nothing."),
  listExportFailed: passing("list-export-failed", "SendGrid could not tell who is on the list."),
  listExportLate: passing("list-export-late", "SendGrid took too long to tell who is on the list."),
  removalFailed: passing(
    "removal-failed",
    "SendGrid did not take everybody off the list whom it was asked to.",
  ),
  stillPending: passing("still-pending", "SendGrid has not finished with the contacts yet."),
} as const;

export const suppressionGroupGone = (name: string): RunFailure =>
  final(
    "suppression-group-gone",
    `SendGrid has no unsubscribe group "${name}" any more. Open the export, choose the groups again, save, then run.`,
  );

export function describeFailure(failure: SendGridFailure | SettleFailure | MirrorFailure): RunFailure {
  switch (failure.code) {
    case "unauthorized":
      return final(
        "key-refused",
        "SendGrid refuses the API key: it is wrong, expired or revoked. Give the destination a new key, then run again.",
      );
    case "forbidden":
      return final(
        "key-lacks-rights",
        "The API key lacks marketing rights. Give it Marketing: Full Access in SendGrid, then run again.",
      );
    case "list-gone":
      return FAILURES.listGone;
    case "unknown-custom-fields":
      return final(
        "unknown-custom-fields",
        `SendGrid has no such custom fields: ${failure.fields.join(", ") || "it does not say which"}. Nothing of this batch was sent, and nothing is lost. Open the export, match again, save, then run.`,
      );
    case "contact-limit":
      return FAILURES.contactLimit;
    case "rejected":
      return final("refused-by-sendgrid", `SendGrid refuses the request: ${reasonIn(failure.errors)}`);
    case "too-large":
      return final("contact-too-large", "SendGrid refuses even a single contact as too large.");
    case "rate-limited":
      return passing("rate-limited", "SendGrid asks us to slow down.");
    case "not-found": // of what is always there; who asks for a list says so
    case "unavailable":
      return passing("sendgrid-unavailable", "SendGrid did not answer as it should.");
    case "job-unknown":
      return FAILURES.jobUnknown;
    case "still-pending":
      return FAILURES.stillPending;
    case "export-failed":
    case "export-lost":
      return FAILURES.listExportFailed;
    case "export-expired":
    case "export-pending":
      return FAILURES.listExportLate;
    case "removal-failed":
      return FAILURES.removalFailed;
    case "canceled":
      return passing("interrupted", "The work was interrupted.");
    default:
      return unreachable(failure);
  }
}

/** Where what was asked for is the export's list: not to be found, it is gone. */
export const describeListFailure = (failure: SendGridFailure | MirrorFailure): RunFailure =>
  failure.code === "not-found" ? FAILURES.listGone : describeFailure(failure);

/** An address, whatever stands around it. */
const ADDRESS = /[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g;

/** Of the request as a whole. It is kept with the run, where no person's address belongs. */
function reasonIn(errors: readonly SendGridError[]): string {
  const ofRequest = errors.find(({ field }) => field?.startsWith("contacts") !== true);
  return ofRequest?.message.replaceAll(ADDRESS, "…") ?? "it gave no reason";
}
