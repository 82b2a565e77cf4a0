import type { SendGridFailure, SettleFailure } from "@keruen/core";

/** What stands between a person and their erasure in one account. */
export type ErasureTrouble = {
  readonly code: string;
  readonly message: string;
  /** A person must act; else trying again may help. */
  readonly isFinal: boolean;
};

const final = (code: string, message: string): ErasureTrouble => ({ code, message, isFinal: true });
const passing = (code: string, message: string): ErasureTrouble => ({ code, message, isFinal: false });

export const TROUBLES = {
  destinationRemoved: final(
    "destination-removed",
    "The destination was removed, and its key with it. Delete the contact in SendGrid yourself, or connect the account again and erase the person once more.",
  ),
  keyUnreadable: final(
    "key-unreadable",
    "The API key can no longer be opened: the key file is another one. Give the destination its key again, then try again.",
  ),
  alternateAddress: final(
    "alternate-address",
    "The address is an alternate address of another contact, which is not deleted. Take it off there in SendGrid, then try again.",
  ),
  stillThere: passing("still-there", "SendGrid has done with it, and still finds the contact."),
  deletionFailed: passing("deletion-failed", "SendGrid did not delete the contact."),
} as const;

/** SendGrid's own words are left out: they may quote the address. */
export function troubleOf(failure: SendGridFailure | SettleFailure): ErasureTrouble {
  switch (failure.code) {
    case "unauthorized":
      return final(
        "key-refused",
        "SendGrid refuses the API key: it is wrong, expired or revoked. Give the destination a new key, then try again.",
      );
    case "forbidden":
      return final(
        "key-lacks-rights",
        "The API key may not delete contacts. Give it Marketing: Full Access in SendGrid, then try again.",
      );
    case "rate-limited":
      return passing("rate-limited", "SendGrid asks us to slow down.");
    case "still-pending":
    case "job-unknown":
      return TROUBLES.deletionFailed;
    case "unavailable":
    case "canceled":
    case "not-found":
      return passing("sendgrid-unavailable", "SendGrid did not answer as it should.");
    default:
      return final("refused-by-sendgrid", "SendGrid refuses to delete the contact.");
  }
}
