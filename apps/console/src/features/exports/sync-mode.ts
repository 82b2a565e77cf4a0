import type { Export } from "./export.graphql.ts";

export type SyncMode = Export["syncMode"];

/** In the order in which they are offered: the harmless one first. */
export const SYNC_MODES: readonly SyncMode[] = ["ADD", "MIRROR"];

/** As the server has it for an export that does not say: above it a run waits for approval. */
export const USUAL_MAX_REMOVAL_SHARE = 0.15;

/** What there is to choose from, from 0 to 1. */
export const REMOVAL_SHARES = [0.05, 0.1, USUAL_MAX_REMOVAL_SHARE, 0.25, 0.5, 1] as const;
