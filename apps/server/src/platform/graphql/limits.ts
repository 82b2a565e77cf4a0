/** Tokens in one document. The console's longest has under 500. */
export const MAX_TOKENS = 3_000;
