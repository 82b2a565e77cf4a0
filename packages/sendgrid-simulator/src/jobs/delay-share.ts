import { seededDraw } from "../faults/seeded-draw.ts";
import type { Settings } from "../settings.ts";

/**
 * How much of the usual delay a job or an export waits: all of it, or where they are shuffled, between nothing and twice
 * as much.
 *
 * @param name - its place among all, e.g. `job 7`: the same ones come in the same order again.
 */
export const delayShareOf = (
  name: string,
  { jobOrder, jobOrderSeed }: Readonly<Pick<Settings, "jobOrder" | "jobOrderSeed">>,
): number => (jobOrder === "in-order" ? 1 : 2 * seededDraw(jobOrderSeed, name));
