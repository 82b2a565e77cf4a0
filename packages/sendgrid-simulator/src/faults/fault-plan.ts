/**
 * A plan of faults by seed: a bad day at SendGrid that can be had again.
 *
 * Reads  : its options.
 * Writes : its own memory: how many calls each endpoint had, and what struck them.
 * Used by: `fault-schedule.ts`.
 *
 * Whether the call number n of an endpoint is struck, and by what, follows from the seed, the endpoint and n alone:
 * however calls of different endpoints interleave, each endpoint has the same day.
 */
import { z } from "zod";
import type { Fault } from "./fault.ts";
import { fits, PLANNED_KINDS, type PlannedKind, plannedFault, USUAL_KINDS } from "./planned-kinds.ts";
import { seededDraw } from "./seeded-draw.ts";
import { covers } from "./struck-endpoints.ts";

export const FaultPlanOptions = z.strictObject({
  seed: z.int().min(0),
  /** The share of an endpoint's calls that are struck, about: 0.2 is every fifth. */
  share: z.number().min(0).max(1),
  kinds: z.array(z.enum(PLANNED_KINDS)).min(1).default(USUAL_KINDS),
  /** Method and path template; `*` for every one of the API; `PUT storage` and `GET storage` by name alone. */
  endpoints: z.array(z.string().min(1)).min(1).default(["*"]),
  /** An endpoint's calls that are struck one after the other, at most; the next is spared. */
  maxInARow: z.int().min(1).default(3),
  waitSeconds: z.int().min(0).default(1),
  timeoutMs: z.int().min(0).default(200),
  slowMs: z.int().min(0).default(200),
});
export type FaultPlanOptions = z.infer<typeof FaultPlanOptions>;

const Count = z.int().min(0);

/** A plan and how far it is: all it takes to go on with it elsewhere, or another time. */
export const FaultPlanProgress = z.strictObject({
  plan: FaultPlanOptions.nullable(),
  /** How often each kind has struck. */
  strikes: z.partialRecord(z.enum(PLANNED_KINDS), Count),
  /** The calls each endpoint has had, and those of them that were struck last, one after the other. */
  days: z.record(z.string(), z.strictObject({ calls: Count, inARow: Count })),
});
export type FaultPlanProgress = z.infer<typeof FaultPlanProgress>;

export class FaultPlan {
  readonly options: FaultPlanOptions;
  readonly #days: Map<string, { calls: number; inARow: number }>;
  readonly #strikes: Map<string, number>;

  constructor(options: FaultPlanOptions, { strikes, days }: Partial<FaultPlanProgress> = {}) {
    this.options = options;
    this.#days = new Map(Object.entries(days ?? {}));
    this.#strikes = new Map(Object.entries(strikes ?? {}));
  }

  /** What is to happen to the next call of this endpoint; null for nothing. */
  take(endpoint: string): Fault | null {
    const { endpoints, maxInARow } = this.options;
    if (!endpoints.some((asked) => covers(asked, endpoint))) return null;
    const { calls, inARow } = this.#days.get(endpoint) ?? { calls: 0, inARow: 0 };
    const kind = inARow < maxInARow ? this.#drawn(endpoint, calls) : null;
    this.#days.set(endpoint, { calls: calls + 1, inARow: kind ? inARow + 1 : 0 });
    if (!kind) return null;
    this.#strikes.set(kind, (this.#strikes.get(kind) ?? 0) + 1);
    return plannedFault(kind, endpoint, this.options);
  }

  progress(): FaultPlanProgress {
    return {
      plan: this.options,
      strikes: Object.fromEntries(this.#strikes),
      days: Object.fromEntries(this.#days),
    };
  }

  #drawn(endpoint: string, call: number): PlannedKind | null {
    const { seed, share, kinds } = this.options;
    if (seededDraw(seed, `${endpoint} ${call} struck`) >= share) return null;
    const fitting = kinds.filter((kind) => fits(kind, endpoint));
    const drawn = seededDraw(seed, `${endpoint} ${call} kind`);
    return fitting[Math.floor(drawn * fitting.length)] ?? null;
  }
}
