import type { Fault, ScheduledFault } from "./fault.ts";

/**
 * The faults still to come, in the order they were asked for. Kept in memory: a restart forgets them.
 *
 * A call counts against the first entry of its endpoint alone, so entries for one endpoint follow each other.
 */
export class FaultSchedule {
  #entries: ScheduledFault[] = [];

  add(entry: ScheduledFault): void {
    this.#entries.push({ ...entry });
  }

  pending(): readonly ScheduledFault[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }

  /** What is to happen to this call; null for nothing. */
  take(endpoint: string): Fault | null {
    const entry = this.#entries.find(
      (candidate) => candidate.endpoint === endpoint || candidate.endpoint === "*",
    );
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
