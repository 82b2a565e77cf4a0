/**
 * Does something again and again, one at a time, on a process that may not be the only one that does it.
 *
 * Reads  : nothing.
 * Writes : nothing but a warning to the log when a turn failed; the next turn comes all the same.
 * Used by: `compose.ts`, for what is due.
 */
import type { Logger } from "../logging/logger.ts";

export class Ticker {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> | undefined;

  constructor(
    private readonly name: string,
    private readonly everyMs: number,
    private readonly work: (signal: AbortSignal) => Promise<unknown>,
    private readonly logger: Logger,
  ) {}

  private readonly stopping = new AbortController();

  /** Now, and then every so often. A turn that takes longer is not joined by a second one. */
  start(): void {
    const begin = () => {
      this.turn ??= this.take().finally(() => {
        this.turn = undefined;
      });
    };
    this.timer = setInterval(begin, this.everyMs).unref();
    begin();
  }

  /** Waits for the turn under way, which has been told to stop. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort(new Error("The server is stopping."));
    await this.turn;
  }

  private async take(): Promise<void> {
    try {
      await this.work(this.stopping.signal);
    } catch (error) {
      if (!this.stopping.signal.aborted)
        this.logger.warn({ err: error, what: this.name }, "did not get done, will be tried again");
    }
  }
}
