import type { ChunkKind, NewChunk } from "./chunk.ts";

/**
 * What may befall a job that was accepted, all of it met by users of the real service or feared by them:
 * - `lose-job`: it is forgotten at once; its id answers 404 and nothing is applied;
 * - `no-effect`: it completes with full counts, and nothing is applied;
 * - `stuck-job`: it is applied and says `pending` for ever, its counts complete;
 * - `vanish-job`: it is applied, and its id answers 404 from then on.
 */
export const JOB_FATES = ["lose-job", "no-effect", "stuck-job", "vanish-job"] as const;
export type JobFate = (typeof JOB_FATES)[number];

export const isJobFate = (name: string): name is JobFate => JOB_FATES.some((fate) => fate === name);

/** Chunks of the same sizes that do nothing and count as if they had. */
export const withoutEffect = (chunks: readonly NewChunk[]): NewChunk[] =>
  chunks.map(({ kind, size }) => ({
    kind: "no-effect",
    payload: UPSERTS.includes(kind) ? "created" : "deleted",
    size,
  }));

const UPSERTS: readonly ChunkKind[] = ["upsert", "upsert-identified"];
