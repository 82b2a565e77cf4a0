/**
 * The most contacts an account may have.
 *
 * Reads  : the settings, the counts.
 * Writes : nothing.
 * Used by: upserts and imports, which a full account may refuse at once; `apply-identified-rows.ts`, which refuses
 *          the rows beyond it in any case.
 *
 * Documented are "excess contacts will be dropped" and the words; which answer carries them is not (sendgrid-go#413).
 */
import type { WireError } from "../http/errors.ts";
import type { Simulation } from "../simulation.ts";
import { readCounts } from "./contact-counts.ts";

export const CONTACT_LIMIT_HIT = "you have hit your contact limit";

/** Why a request is refused as a whole; null where only its job is held to the limit. */
export function contactLimitProblem({ settings, database, clock }: Simulation): WireError | null {
  const { contactLimit, contactLimitAnswer } = settings;
  if (contactLimitAnswer !== "request" || contactLimit === null) return null;
  return readCounts(database, clock()).contacts < contactLimit ? null : { message: CONTACT_LIMIT_HIT };
}
