import type { SuppressionCode, SuppressionList } from "@keruen/core";

export const SuppressionKind = {
  GLOBAL_UNSUBSCRIBE: "global-unsubscribe",
  BOUNCE: "bounce",
  SPAM_REPORT: "spam-report",
  INVALID_EMAIL: "invalid-email",
} as const satisfies Record<string, SuppressionCode>;
export type SuppressionKind = (typeof SuppressionKind)[keyof typeof SuppressionKind];

/** Where SendGrid keeps each kind. */
export const SUPPRESSION_LISTS: Readonly<Record<SuppressionKind, SuppressionList>> = {
  "global-unsubscribe": "unsubscribes",
  bounce: "bounces",
  "spam-report": "spam-reports",
  "invalid-email": "invalid-emails",
};

/** A group as the export names it: what SendGrid called it when the export was saved. */
export type SuppressionGroupName = { readonly id: number; readonly name: string };

/** Which suppressions count; nobody is left out where both are empty. */
export type SuppressionChoice = {
  readonly suppressions: readonly SuppressionKind[];
  readonly suppressionGroups: readonly SuppressionGroupName[];
};
