import type { Export } from "./export.graphql.ts";

export type SyncMode = Export["syncMode"];

/** In the order in which they are offered: the harmless one first. */
export const SYNC_MODES: readonly SyncMode[] = ["ADD", "MIRROR"];
