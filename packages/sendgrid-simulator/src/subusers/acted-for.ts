/**
 * Which account a call is about: that of its key, or the subuser it is made on behalf of.
 *
 * Reads  : the header `on-behalf-of`, the settings.
 * Writes : nothing.
 * Used by: `guard.ts`.
 *
 * The specification of Marketing Campaigns does not name the header, but it was seen to work for lists and contacts
 * (sendgrid-php#982), its value being the subuser's name as it is (sendgrid-php#551). `account-id …`, which is for
 * customer accounts, finds nobody here.
 */
import type { Settings } from "../settings.ts";
import type { Simulation } from "../simulation.ts";
import type { Accounts } from "./accounts.ts";

/** @returns null where the call is to be refused: what is meant for somebody else must not land in the caller's account. */
export function actedFor(
  caller: Simulation,
  onBehalfOf: string | string[] | undefined,
  accounts: Accounts,
  { onBehalfOf: answer }: Readonly<Pick<Settings, "onBehalfOf">>,
): Simulation | null {
  if (onBehalfOf === undefined || answer === "ignored") return caller;
  if (answer === "refused" || caller !== accounts.parent) return null;
  return accounts.find(String(onBehalfOf))?.account ?? null;
}
