/**
 * Two workers that take turns: one works, the other stands by from when it may be needed, and is the only one who can go on.
 *
 * Reads  : nothing.
 * Writes : processes of a fleet.
 * Used by: chaos runs that kill workers.
 */
import type { Fleet } from "../product/fleet.ts";
import type { Listening } from "../product/start-server.ts";

export class Relay {
  private standby: Promise<Listening> | null = null;
  private working: Promise<Listening>;
  private readonly fleet: Pick<Fleet, "start">;

  constructor(fleet: Pick<Fleet, "start">) {
    this.fleet = fleet;
    this.working = fleet.start("worker");
  }

  /** Starts the other one, once the work has been taken by the one that works. */
  standBy(): void {
    this.standby ??= this.fleet.start("worker");
  }

  /** kill -9 of the one that works. The other one goes on, once it notices. */
  async kill(): Promise<void> {
    this.standBy();
    await (await this.working).kill();
    this.working = this.standby!;
    this.standby = null;
  }

  /** Ends the one that stands by, so that the next work is taken by the other. */
  async standDown(): Promise<void> {
    await (await this.standby)?.stop();
    this.standby = null;
  }
}
