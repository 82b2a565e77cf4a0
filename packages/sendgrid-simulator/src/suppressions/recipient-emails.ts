import { errorBody } from "../http/errors.ts";
import { property } from "../http/input.ts";

/** A request's addresses; null where there are none. */
export function emailsOf(body: unknown, name: string): string[] | null {
  const emails = property(body, name);
  return Array.isArray(emails) && emails.length > 0 && emails.every((email) => typeof email === "string")
    ? emails
    : null;
}

/** The words are not on record. */
export const NO_EMAILS = errorBody({ field: "recipient_emails", message: "recipient_emails is required" });
