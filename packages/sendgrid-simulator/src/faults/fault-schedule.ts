import type { Fault, ScheduledFault } from "./fault.ts";
import { FaultPlan, type FaultPlanOptions, type FaultPlanProgress } from "./fault-plan.ts";
import { covers } from "./struck-endpoints.ts";

/**
 * The faults still to come, in the order they were asked for. Kept in memory: a restart forgets them.
 *
 * A call counts against the first entry of its endpoint alone, so entries for one endpoint follow each other.
 * Beside them there may be a plan, which strikes where no entry does.
 */
export class FaultSchedule {
  #entries: ScheduledFault[] = [];
  #plan: FaultPlan | null = null;

  add(entry: ScheduledFault): void {
    this.#entries.push({ ...entry });
  }

  /** In place of those there were. */
  replace(entries: readonly ScheduledFault[]): void {
    this.#entries = [];
    for (const entry of entries) this.add(entry);
  }

  pending(): readonly ScheduledFault[] {
    return this.#entries;
  }

  /** In place of the plan there was; its count of calls begins anew. */
  setPlan(options: FaultPlanOptions): void {
    this.#plan = new FaultPlan(options);
  }

  /** Goes on where the plan was when its progress was read. */
  resumePlan({ plan, ...progress }: FaultPlanProgress): void {
    this.#plan = plan && new FaultPlan(plan, progress);
  }

  planProgress(): FaultPlanProgress {
    return this.#plan?.progress() ?? { plan: null, strikes: {}, days: {} };
  }

  clear(): void {
    this.#entries = [];
    this.#plan = null;
  }

  /** What is to happen to this call; null for nothing. */
  take(endpoint: string): Fault | null {
    const planned = this.#plan?.take(endpoint) ?? null;
    return this.#takeEntry(endpoint) ?? planned;
  }

  #takeEntry(endpoint: string): Fault | null {
    const entry = this.#entries.find((candidate) => covers(candidate.endpoint, endpoint));
    if (!entry) return null;
    if (entry.skip > 0) {
      entry.skip -= 1;
      return null;
    }
    entry.times -= 1;
    if (entry.times === 0) this.#entries = this.#entries.filter((candidate) => candidate !== entry);
    return entry.fault;
  }
}
