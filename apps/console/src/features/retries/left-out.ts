import type { Run } from "../export-runs/export-run.graphql.ts";
import { isEnded, openCount } from "../export-runs/run-state.ts";

/** Refusals that say nothing of the person. The server decides by the same. */
const MAY_PASS: readonly string[] = ["contact-limit"];

/**
 * How many a run has left out who might pass now: not sent, refused for want of room, or lost by SendGrid. None of a run
 * that goes on or succeeded, or whose export is gone; nor of one that was to send nobody.
 */
export function leftOut(run: Run): number {
  if (!isEnded(run) || run.state === "SUCCEEDED" || run.exportId === null || run.isDryRun || run.undoOf)
    return 0;
  const refused = run.rejections.filter(({ code }) => MAY_PASS.includes(code));
  return run.notSentCount + openCount(run) + refused.reduce((sum, { count }) => sum + count, 0);
}
