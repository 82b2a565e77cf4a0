import { applyUpsert } from "../contacts/apply-upsert.ts";
import type { Database } from "../storage/database.ts";
import type { ChunkKind, PendingChunk, Progress } from "./job-store.ts";

/** Does one chunk, or one step of it, inside the caller's transaction. `now` is in milliseconds since 1970. */
export type ApplyChunk = (database: Database, chunk: PendingChunk, now: number) => Progress;

const APPLY: Readonly<Record<ChunkKind, ApplyChunk>> = {
  upsert: applyUpsert,
};

export const applyChunk: ApplyChunk = (database, chunk, now) => APPLY[chunk.kind](database, chunk, now);
