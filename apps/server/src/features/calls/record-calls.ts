/**
 * What a run's calls to SendGrid came to, written down beside the run: once a second, in one statement, by nobody waited for.
 *
 * Reads  : the client's reports.
 * Writes : `run_call_total`, `run_call`, and on `export_run` which window the run waits for. A process that dies takes the
 *          last second with it: calls are an account of how a run went, not a record that anything rests on.
 * Used by: `ExportRunner`, for each attempt.
 */
import type { CallReport, CallWatcher } from "@keruen/core";
import type { DataSource } from "typeorm";
import { CallTally } from "./call-tally.ts";
import { noteWait } from "./note-wait.ts";
import { storeCalls } from "./store-calls.ts";

const EVERY_MS = 1_000;
/** Shorter waits are over before anybody has read of them. */
const WORTH_TELLING_MS = 2_000;

type Wait = { readonly endpoint: string; readonly untilMs: number };

export class CallRecorder implements CallWatcher {
  private tally: CallTally;
  /** Undefined where what the row says is right. */
  private untold: Wait | null | undefined;
  private waiting: Wait | null = null;
  private timer: NodeJS.Timeout | undefined;
  private storing: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly runId: string,
    private readonly attempt: number,
  ) {
    this.tally = new CallTally(attempt);
  }

  waits = (endpoint: string, untilMs: number): void => {
    if (untilMs - Date.now() < WORTH_TELLING_MS) return;
    this.waiting = this.untold = { endpoint, untilMs };
    this.storeSoon();
  };

  ended = (report: CallReport): void => {
    this.tally.add(report);
    if (this.waiting?.endpoint === report.endpoint) this.waiting = this.untold = null;
    this.storeSoon();
  };

  /** Stores what is left. Does not fail where the database is away. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.storing;
    await this.store();
    clearTimeout(this.timer);
  }

  private storeSoon(): void {
    this.timer ??= setTimeout(() => {
      this.storing = this.store();
    }, EVERY_MS).unref();
  }

  /** What could not be stored is kept for the next time: it does not grow. */
  private async store(): Promise<void> {
    const { tally, untold } = this;
    this.tally = new CallTally(this.attempt);
    this.untold = undefined;
    if (!tally.isEmpty && !(await succeeds(storeCalls(this.dataSource, this.runId, tally)))) {
      tally.addAll(this.tally);
      this.tally = tally;
    }
    if (untold !== undefined && !(await succeeds(noteWait(this.dataSource, this.runId, untold))))
      if (this.untold === undefined) this.untold = untold;
    this.timer = undefined;
    if (!this.tally.isEmpty || this.untold !== undefined) this.storeSoon();
  }
}

const succeeds = (work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );
