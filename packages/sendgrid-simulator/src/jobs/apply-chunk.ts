import { applyIdentifiedRows } from "../contacts/apply-identified-rows.ts";
import { removeIdentifier } from "../contacts/apply-identifier-removal.ts";
import {
  deleteAllContacts,
  deleteContacts,
  deleteMembers,
  forgetMembers,
  removeMembers,
} from "../contacts/apply-removal.ts";
import { applyUpsert } from "../contacts/apply-upsert.ts";
import type { Database } from "../storage/database.ts";
import type { ApplyChunk, ChunkKind, PendingChunk, Progress } from "./chunk.ts";

const APPLY: Readonly<Record<ChunkKind, ApplyChunk>> = {
  upsert: applyUpsert,
  "upsert-identified": applyIdentifiedRows,
  "no-effect": countOnly,
  "delete-contacts": deleteContacts,
  "delete-identifier": removeIdentifier,
  "delete-all-contacts": deleteAllContacts,
  "delete-members": deleteMembers,
  "remove-members": removeMembers,
  "forget-members": forgetMembers,
};

/** A job whose fate is to do nothing says that all its contacts are new, or gone; `payload` tells which. */
function countOnly(_database: Database, { payload, size }: PendingChunk): Progress {
  return { created: 0, updated: 0, deleted: 0, rowErrors: [], isDone: true, [payload]: size };
}

export const applyChunk: ApplyChunk = (database, chunk, now, contactLimit) =>
  APPLY[chunk.kind](database, chunk, now, contactLimit);
