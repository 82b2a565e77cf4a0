import type { StartExportFailure } from "./start-export.ts";

/** What stands in the way of a run, in the contract's words: to whoever clicked, and beside a schedule. */
export const START_REFUSALS = {
  "not-found": {
    code: "not-found",
    message: "It does not exist, or no longer. Load the list again.",
  },
  "already-running": {
    code: "export-already-running",
    message: "This export is running already. Wait for it to end, or cancel it.",
  },
  "awaits-approval": {
    code: "export-awaits-approval",
    message: "A run of this export waits for approval. Approve it or cancel it, then start another.",
  },
  "matching-incomplete": {
    code: "matching-incomplete",
    message: "The data matching lacks a field that SendGrid demands.",
  },
  "export-user-required": {
    code: "export-user-required",
    message: "Nobody is export user of the destination. Add yourself there, then run again.",
  },
} as const satisfies Record<StartExportFailure["code"], { readonly code: string; readonly message: string }>;
