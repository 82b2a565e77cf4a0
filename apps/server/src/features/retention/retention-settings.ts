import type { Env } from "../../env.ts";

/** How much of the past is kept; the operator decides. */
export type RetentionSettings = {
  /** What has ended longer ago goes. */
  readonly keptMs: number;
  /** Outcomes that all runs may have together; where there are more, the oldest runs' go sooner. */
  readonly maxOutcomes: number;
};

const DAY_MS = 24 * 60 * 60_000;

export const retentionSettings = (
  env: Pick<Env, "RETENTION_DAYS" | "RETENTION_MAX_OUTCOMES">,
): RetentionSettings => ({
  keptMs: env.RETENTION_DAYS * DAY_MS,
  maxOutcomes: env.RETENTION_MAX_OUTCOMES,
});
