/**
 * What to do about a request that SendGrid refuses for what is in it.
 *
 * Reads  : the rows that were sent and SendGrid's answer.
 * Writes : nothing. Pure.
 * Used by: `uploadBatch`, until nothing is left to send.
 */
import type { Rejection } from "../contact/rejection.ts";
import type { SendGridError, SendGridFailure } from "../sendgrid/sendgrid-failure.ts";
import type { ReadyRow, RejectedRow } from "./row.ts";

/** Together `rejected` and `rest` are the rows that were sent, each once. */
export type Split = {
  readonly rejected: readonly RejectedRow[];
  /** What to send next, in order. */
  readonly rest: readonly (readonly ReadyRow[])[];
  /** Whether SendGrid named the culprits, or they have to be found by sending less and less. */
  readonly foundBy: "name" | "halving";
};

/** Null where no other request with these rows would fare better. */
export function splitRefused(rows: readonly ReadyRow[], failure: SendGridFailure): Split | null {
  switch (failure.code) {
    case "rejected":
      return withoutNamed(rows, failure.errors) ?? halved(rows, refusedAlone(failure.errors));
    case "too-large":
      return halved(rows, TOO_LARGE);
    default:
      return null;
  }
}

/** `contacts[12].email`, or `contacts[12]`. */
const CONTACT_FIELD = /^contacts\[(\d+)\](?:\.(.+))?$/;

function withoutNamed(rows: readonly ReadyRow[], errors: readonly SendGridError[]): Split | null {
  const named = new Map<number, Rejection>();
  for (const { field, message } of errors) {
    const [, index, member] = CONTACT_FIELD.exec(field ?? "") ?? [];
    if (index !== undefined && !named.has(Number(index))) named.set(Number(index), refused(member, message));
  }
  const rejected = rows.flatMap(({ profileId }, index) => {
    const rejection = named.get(index);
    return rejection === undefined ? [] : [{ profileId, rejection }];
  });
  if (rejected.length === 0) return null;
  const rest = rows.filter((_, index) => !named.has(index));
  return { rejected, rest: rest.length === 0 ? [] : [rest], foundBy: "name" };
}

function halved(rows: readonly ReadyRow[], rejection: Rejection): Split {
  if (rows.length === 1) {
    const rejected = rows.map(({ profileId }) => ({ profileId, rejection }));
    return { rejected, rest: [], foundBy: "halving" };
  }
  return { rejected: [], rest: halves(rows), foundBy: "halving" };
}

/** Two or more rows in two parts. */
export function halves<Item>(rows: readonly Item[]): readonly (readonly Item[])[] {
  const middle = Math.ceil(rows.length / 2);
  return [rows.slice(0, middle), rows.slice(middle)];
}

function refusedAlone([first]: readonly SendGridError[]): Rejection {
  return refused(first?.field ?? undefined, first?.message ?? "SendGrid gave no reason.");
}

function refused(field: string | undefined, message: string): Rejection {
  return { code: "refused-by-sendgrid", field: field ?? null, message };
}

const TOO_LARGE: Rejection = {
  code: "contact-too-large",
  field: null,
  message: "SendGrid says that the contact alone is too large.",
};
