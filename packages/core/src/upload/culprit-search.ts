/**
 * The search for contacts that SendGrid refuses, so that all others are sent.
 *
 * Reads  : SendGrid's answers to what `next` gave.
 * Writes : who is rejected, in SendGrid's own words.
 * Used by: `uploadBatch`, one for each batch.
 */
import type { SendGridFailure } from "../sendgrid/sendgrid-failure.ts";
import type { ReadyRow, RejectedRow } from "./row.ts";
import { halves, splitRefused } from "./split-refused.ts";

type Part = {
  readonly rows: readonly ReadyRow[];
  /** How often this part, and those it was cut from, was refused with names. */
  readonly namings: number;
};

/** From the third refusal on, SendGrid is taken to name one at a time, and what is sent again is halved each time. */
const NAMINGS_BEFORE_HALVING = 3;

/**
 * So many contacts refused one by one without a name, and none accepted in between, and others elsewhere in the batch
 * are looked at. When as many of those are refused too, it is the request that SendGrid refuses, not the contacts.
 */
const ENOUGH_SUSPECTS = 64;

export function createSearch(contacts: readonly ReadyRow[]) {
  const rejected: RejectedRow[] = [];
  /** Refused alone and without a name since anybody was accepted: the request itself may be to blame. */
  let suspects: RejectedRow[] = [];
  let pending: Part[] = contacts.length === 0 ? [] : [{ rows: contacts, namings: 0 }];
  let current: Part = { rows: [], namings: 0 };
  /** From all over the batch, to be sent one by one. */
  let samples: ReadyRow[] = [];

  /** What to send next; null where nobody is left. */
  function next(): readonly ReadyRow[] | null {
    const sample = samples.pop();
    const part = sample === undefined ? pending.pop() : { rows: [sample], namings: 0 };
    if (part === undefined) return null;
    current = part;
    return part.rows;
  }

  function accepted(): void {
    rejected.push(...suspects);
    suspects = [];
    if (samples.length > 0) pending.push({ rows: samples, namings: 0 });
    samples = [];
  }

  /** False where no other request would fare better: whoever is still a suspect is then not rejected. */
  function refused(failure: SendGridFailure): boolean {
    const split = splitRefused(current.rows, failure);
    if (split === null) {
      suspects = [];
      return false;
    }
    if (split.foundBy === "name") {
      rejected.push(...split.rejected);
      takeUp(split.rest, current.namings + 1);
      return true;
    }
    suspects.push(...split.rejected);
    takeUp(split.rest, current.namings);
    if (split.rejected.length === 0) return true;
    if (suspects.length === ENOUGH_SUSPECTS) lookElsewhere();
    if (suspects.length < 2 * ENOUGH_SUSPECTS) return true;
    suspects = [];
    return false;
  }

  function takeUp(rest: readonly (readonly ReadyRow[])[], namings: number): void {
    const parts = namings < NAMINGS_BEFORE_HALVING ? rest : rest.flatMap((rows) => halves(rows));
    for (const rows of parts.toReversed()) if (rows.length > 0) pending.push({ rows, namings });
  }

  function lookElsewhere(): void {
    const left = pending.reduce((count, { rows }) => count + rows.length, 0);
    const step = Math.max(1, Math.ceil(left / ENOUGH_SUSPECTS));
    let position = 0;
    const isSample = () => position++ % step === 0;
    pending = pending.flatMap(({ rows, namings }) => {
      const others = rows.filter((row) => !(isSample() && samples.push(row)));
      return others.length === 0 ? [] : [{ rows: others, namings }];
    });
  }

  return { next, accepted, refused, rejected: (): readonly RejectedRow[] => [...rejected, ...suspects] };
}
