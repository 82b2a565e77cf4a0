import { applyIdentifiedRows } from "../contacts/apply-identified-rows.ts";
import {
  deleteAllContacts,
  deleteContacts,
  deleteMembers,
  forgetMembers,
  removeMembers,
} from "../contacts/apply-removal.ts";
import { applyUpsert } from "../contacts/apply-upsert.ts";
import type { ApplyChunk, ChunkKind } from "./chunk.ts";

const APPLY: Readonly<Record<ChunkKind, ApplyChunk>> = {
  upsert: applyUpsert,
  "upsert-identified": applyIdentifiedRows,
  "delete-contacts": deleteContacts,
  "delete-all-contacts": deleteAllContacts,
  "delete-members": deleteMembers,
  "remove-members": removeMembers,
  "forget-members": forgetMembers,
};

export const applyChunk: ApplyChunk = (database, chunk, now) => APPLY[chunk.kind](database, chunk, now);
