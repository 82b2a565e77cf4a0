/** As the server has it for an export that does not say: above it a run waits for approval. */
export const USUAL_MAX_REMOVAL_SHARE = 0.15;

/** What there is to choose from, from 0 to 1. */
export const REMOVAL_SHARES = [0.05, 0.1, USUAL_MAX_REMOVAL_SHARE, 0.25, 0.5, 1] as const;

/** As the server has it: above it an alert tells of the run. */
export const USUAL_MAX_REJECTED_SHARE = 0.05;

/** From anybody at all to nobody ever. */
export const REJECTED_SHARES = [0, 0.01, USUAL_MAX_REJECTED_SHARE, 0.1, 0.25, 0.5, 1] as const;
