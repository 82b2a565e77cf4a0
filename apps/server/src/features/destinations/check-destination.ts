/**
 * What is wrong with what a person says of a destination.
 *
 * Reads  : names in `destination`; SendGrid, for a list.
 * Writes : nothing.
 * Used by: `CreateDestination`, `UpdateDestination`.
 */
import { fail, ok, type Result, type SendGridClient, type SendGridFailure } from "@keruen/core";
import { type EntityManager, QueryFailedError } from "typeorm";
import { checkName } from "../../platform/graphql/check-name.ts";
import type { InputIssue } from "../../platform/graphql/user-error.ts";

export type InvalidDestination = { readonly code: "invalid"; readonly issues: readonly InputIssue[] };

/**
 * Told before SendGrid is asked; the unique index has the last word.
 *
 * @param ownId - of the destination that has the name already; null for a new one.
 */
export async function nameIssues(
  db: EntityManager,
  name: string,
  ownId: string | null,
): Promise<readonly InputIssue[]> {
  const issues = checkName(name);
  if (issues.length > 0) return issues;
  const [{ isTaken }] = await db.query(
    `select exists (
       select from destination where lower(name) = lower($1) and id is distinct from $2::uuid
     ) as "isTaken"`,
    [name, ownId],
  );
  return isTaken ? [NAME_TAKEN] : [];
}

/** A unique index that was violated, as the caller is told. Anything else goes on as it was thrown. */
export function nameTakenOr(error: unknown): Result<never, InvalidDestination> {
  const isNameTaken =
    error instanceof QueryFailedError &&
    (error.driverError as { constraint?: string }).constraint === "destination_name";
  if (!isNameTaken) throw error;
  return fail({ code: "invalid", issues: [NAME_TAKEN] });
}

export function contactLimitIssues(contactLimit: number | null | undefined): readonly InputIssue[] {
  return contactLimit === null || contactLimit === undefined || contactLimit > 0 ? [] : [NO_CONTACTS];
}

/** The list offered first to a new export. */
export async function findList(
  client: SendGridClient,
  id: string,
): Promise<Result<{ readonly id: string; readonly name: string }, InvalidDestination | SendGridFailure>> {
  const list = await client.list(id);
  if (list.ok) return ok({ id: list.value.id, name: list.value.name });
  const isUnknown = list.failure.code === "not-found" || list.failure.code === "rejected";
  return isUnknown ? fail({ code: "invalid", issues: [LIST_NOT_FOUND] }) : list;
}

const NAME_TAKEN = {
  path: "name",
  code: "name-taken",
  message: "Another destination has this name. Choose another one.",
};

const NO_CONTACTS = {
  path: "contactLimit",
  code: "contact-limit-malformed",
  message: "Write how many contacts the contract allows, 1 or more. Leave it out where that is not known.",
};

const LIST_NOT_FOUND = {
  path: "listId",
  code: "list-not-found",
  message: "SendGrid has no list with this id. Choose one from the account's lists.",
};
