/**
 * Limits that learn: what SendGrid refuses as too large makes the run's next batches smaller.
 *
 * Reads  : the size of each body that was refused.
 * Writes : its own cap.
 * Used by: runs, which hand one to `packBatches` and to `uploadBatch`.
 */
import { UPSERT_LIMITS, type UpsertLimits } from "./open-request.ts";

export type LearningLimits = UpsertLimits & {
  /** A body of several contacts, of so many UTF-8 bytes, was too large. */
  refused(bytes: number): void;
};

/**
 * Limits for one run. The cap only falls: to three quarters of itself, or half of what was refused where that is less.
 * A contact that is heavier than the cap still goes alone, up to where the cap began.
 *
 * @param start - what to begin with; SendGrid's documentation allows 6,000,000 bytes.
 */
export function createUpsertLimits(start: UpsertLimits = UPSERT_LIMITS): LearningLimits {
  let maxBytes = start.maxBytes;
  return {
    maxContacts: start.maxContacts,
    maxBytesAlone: start.maxBytesAlone ?? start.maxBytes,
    get maxBytes() {
      return maxBytes;
    },
    refused(bytes) {
      maxBytes = Math.max(1, Math.floor(Math.min((maxBytes * 3) / 4, bytes / 2)));
    },
  };
}
