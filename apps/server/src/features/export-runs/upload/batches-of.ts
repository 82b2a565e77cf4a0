import {
  type Batch,
  type LearningLimits,
  type PackImportsOptions,
  packBatchesAsync,
  packImports,
} from "@keruen/core";
import type { ExportRunEntity } from "../export-run.entity.ts";
import type { RunContext } from "../run-context.ts";
import { prepareRows } from "./prepare-rows.ts";
import type { MemberRange } from "./read-members.ts";

/** How runs go up, and where their files wait. */
export type RunTransport = Pick<PackImportsOptions, "openSpool" | "importLimits" | "rowsBeforeFile"> & {
  /** The most upserts that one run may take; one that would take more goes by import. Core's own figure if absent. */
  readonly maxRequests?: number;
};

/**
 * Members of a run as batches, packed for the run's route. Their files belong to whoever takes them.
 *
 * Ends early, with any batch, once nothing more is to be sent: whoever takes it looks first.
 */
export function batchesOf(
  { dataSource, erased, transport: { maxRequests: _, ...files }, stopped, canceled }: RunContext,
  run: ExportRunEntity,
  range: MemberRange,
  limits: LearningLimits,
): AsyncIterable<Batch> {
  const pages = prepareRows(dataSource, run, range, erased, AbortSignal.any([stopped, canceled]));
  const packing = { listIds: [run.listId], limits };
  if (run.route !== "IMPORT") return packBatchesAsync(pages, packing);
  return packImports(pages, { ...packing, ...files, targets: run.targets ?? [] });
}
