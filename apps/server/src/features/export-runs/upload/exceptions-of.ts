import { isSuppressed, type RejectedRow, type Row } from "@keruen/core";
import type { RunException } from "./store-exceptions.ts";

/** Whoever of these rows is not sent: the rejected, by us or by SendGrid, the suppressed and the duplicates. */
export const exceptionsOf = (
  rows: readonly Row[],
  rejected: readonly RejectedRow[],
): readonly RunException[] => [
  ...rejected.map(({ profileId, rejection }) => ({ profileId, kind: "REJECTED" as const, rejection })),
  ...rows.flatMap((row): RunException[] => {
    if (isSuppressed(row))
      return [{ profileId: row.profileId, kind: "SUPPRESSED", suppression: row.suppression }];
    if ("duplicateOf" in row)
      return [{ profileId: row.profileId, kind: "DUPLICATE", duplicateOf: row.duplicateOf }];
    return [];
  }),
];
