import type { RowError } from "../contacts/check-contacts.ts";
import type { Database } from "../storage/database.ts";

/** What a chunk does; `apply-chunk.ts` says who does it. */
export type ChunkKind =
  | "upsert"
  | "upsert-identified"
  | "no-effect"
  | "delete-contacts"
  | "delete-identifier"
  | "delete-all-contacts"
  | "delete-members"
  | "remove-members"
  | "forget-members";

export type NewChunk = { readonly kind: ChunkKind; readonly payload: string; readonly size: number };

export type PendingChunk = NewChunk & {
  readonly number: number;
  readonly job: number;
  readonly listNumbers: readonly number[];
  /** Milliseconds since 1970. */
  readonly acceptedAt: number;
  /** When the job may begin, by the delay that is set now; milliseconds since 1970. */
  readonly dueAt: number;
};

/** What one step of a chunk came to. */
export type Progress = {
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  readonly rowErrors: readonly RowError[];
  /** False if the chunk is to be taken up again. */
  readonly isDone: boolean;
};

/** Does one chunk, or one step of it, inside the caller's transaction. `now` is in milliseconds since 1970. */
export type ApplyChunk = (
  database: Database,
  chunk: PendingChunk,
  now: number,
  contactLimit: number | null,
) => Progress;
