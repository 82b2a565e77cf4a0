import type { Fate } from "./population.ts";

/** What became of each profile of a run, told once. */
export function createOutcomes() {
  const fates = new Map<string, Fate>();
  return {
    fates: fates as ReadonlyMap<string, Fate>,
    note(profileId: string, fate: Fate): void {
      if (fates.has(profileId)) throw new Error("Somebody has two outcomes");
      fates.set(profileId, fate);
    },
  };
}

export type Outcomes = ReturnType<typeof createOutcomes>;
