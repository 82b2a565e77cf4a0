/** How many contacts an account may still take before its contract is exceeded. */
import type { Account } from "../read-answers.ts";

/**
 * A free account's contacts. More are dropped; paid accounts are never stopped, they pay for each above their plan.
 *
 * @see https://www.twilio.com/docs/sendgrid/ui/account-and-settings/billing
 */
const FREE_CONTACTS = 2_000;

/**
 * @param told - the plan's contacts as somebody has read them from the contract: no endpoint tells them.
 * @returns null where nobody knows.
 */
export function contractLimit(type: Account["type"] | null, told: number | null): number | null {
  return type === "free" ? FREE_CONTACTS : told;
}

export type ContractUse = {
  /** Contacts that this month is charged by. */
  readonly billable: number;
  /** Null: unknown. */
  readonly limit: number | null;
};

/** @returns contacts, never fewer than none; null where the limit is unknown. */
export function contractHeadroom({ billable, limit }: ContractUse): number | null {
  return limit === null ? null : Math.max(0, limit - billable);
}
