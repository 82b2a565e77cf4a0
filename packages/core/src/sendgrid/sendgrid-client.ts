/**
 * The SendGrid account behind one API key: each resource's operations are a file of their own.
 *
 * Reads  : SendGrid, through the transport it is handed.
 * Writes : lists and contacts there.
 * Used by: the uploader, and the server's use cases for destinations and exports.
 */
import { type AccountOperations, accountOperations } from "./account/account.ts";
import { type CallOptions, createCalls } from "./call-sendgrid.ts";
import { type ContactOperations, contactOperations } from "./contacts/contacts.ts";
import { type DeletionOperations, deletionOperations } from "./contacts/deletions.ts";
import { type ExportOperations, exportOperations } from "./contacts/exports.ts";
import { type ImportOperations, importOperations } from "./contacts/imports.ts";
import { type ListOperations, listOperations } from "./contacts/lists.ts";
import { type RemovalOperations, removalOperations } from "./contacts/removals.ts";
import { type FieldOperations, fieldOperations } from "./fields/fields.ts";
import { type SuppressionOperations, suppressionOperations } from "./suppressions/suppressions.ts";

/** Every method gives a result; it rejects only where `apiKey` does. */
export type SendGridClient = AccountOperations &
  ListOperations &
  FieldOperations &
  ContactOperations &
  ExportOperations &
  ImportOperations &
  RemovalOperations &
  DeletionOperations &
  SuppressionOperations;

export type SendGridClientOptions = CallOptions;

export function createSendGridClient(options: SendGridClientOptions): SendGridClient {
  const calls = createCalls(options);
  return {
    ...accountOperations(calls),
    ...listOperations(calls),
    ...fieldOperations(calls),
    ...contactOperations(calls),
    ...exportOperations(calls),
    ...importOperations(calls),
    ...removalOperations(calls),
    ...deletionOperations(calls),
    ...suppressionOperations(calls),
  };
}
