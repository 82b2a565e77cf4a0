/**
 * Tasks in PostgreSQL (pg-boss): enqueued in the caller's transaction, taken over when a process dies.
 *
 * Reads  : the `pgboss` schema.
 * Writes : the same. Payloads hold ids alone.
 * Used by: use cases (`enqueue`) and `compose.ts` (`work`, `start`, `stop`).
 */
import { PgBoss } from "pg-boss";
import type { EntityManager } from "typeorm";
import type { Logger } from "../logging/logger.ts";
import type { Task, TaskHandler } from "./task.ts";

/** A dead process is noticed after at most heartbeat + monitor + supervise, about 20 s. */
const HEARTBEAT_SECONDS = 10;
const MONITOR_SECONDS = 5;

const QUEUE = {
  policy: "singleton",
  heartbeatSeconds: HEARTBEAT_SECONDS,
  expireInSeconds: 24 * 60 * 60,
  retryLimit: 1_000_000, // a crash is no reason to give up; the handler decides when something is final
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  notify: true,
} as const;

export class TaskQueue {
  private readonly boss: PgBoss;
  private readonly stopping = new AbortController();
  private readonly handlers = new Map<
    string,
    { task: Task<unknown>; handler: TaskHandler<unknown>; concurrency: number }
  >();

  constructor(
    databaseUrl: string,
    private readonly logger: Logger,
  ) {
    this.boss = new PgBoss({
      connectionString: databaseUrl,
      max: 4,
      useListenNotify: true,
      superviseIntervalSeconds: MONITOR_SECONDS,
      monitorIntervalSeconds: MONITOR_SECONDS,
    });
    this.boss.on("error", (error) =>
      logger.warn({ err: error }, "task queue: trouble with the database, will go on"),
    );
  }

  /** Registers who does a task. Call before `start`. */
  work<Payload>(task: Task<Payload>, concurrency: number, handler: TaskHandler<Payload>): void {
    this.handlers.set(task.name, {
      task: task as Task<unknown>,
      handler: handler as TaskHandler<unknown>,
      concurrency,
    });
  }

  /** The task and the caller's rows commit together, or neither does. */
  async enqueue<Payload>(
    task: Task<Payload>,
    payload: Payload,
    db: EntityManager,
    startAfter?: Date,
  ): Promise<void> {
    const inTransaction = {
      executeSql: async (text: string, values?: unknown[]) => ({ rows: await rowsOf(db, text, values) }),
    };
    await this.boss.send(task.name, task.payload.parse(payload) as object, {
      db: inTransaction,
      singletonKey: task.key(payload),
      ...(startAfter && { startAfter }),
    });
  }

  /** @param isWorker - whether tasks are done here too; they can be enqueued in any case. */
  async start({ isWorker }: { readonly isWorker: boolean }): Promise<void> {
    await this.boss.start();
    for (const { task } of this.handlers.values()) await this.boss.createQueue(task.name, QUEUE);
    if (!isWorker) return;
    for (const { task, handler, concurrency } of this.handlers.values()) {
      await this.boss.work(
        task.name,
        {
          includeMetadata: true,
          heartbeatRefreshSeconds: 2,
          notifyPollingIntervalSeconds: 2,
          localConcurrency: concurrency,
        },
        async ([job]) => {
          if (!job) return;
          const signal = AbortSignal.any([job.signal, this.stopping.signal]);
          try {
            await handler(task.payload.parse(job.data), { signal });
          } catch (error) {
            if (!signal.aborted)
              this.logger.error(
                { task: task.name, taskId: job.id, err: error },
                "task failed, will be tried again",
              );
            throw new Error(`${task.name} failed; the log says why`); // the queue keeps what is thrown
          }
        },
      );
    }
  }

  /** Asks every running task to stop at its next safe point, and waits for them. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error("The server is stopping."));
    await this.boss.stop({ graceful: true, timeout: 20_000 });
  }
}

async function rowsOf(db: EntityManager, text: string, values: unknown[] = []): Promise<unknown[]> {
  const runner = db.queryRunner;
  if (!runner) throw new Error("A task is enqueued inside a transaction.");
  return (await runner.query(text, values, true)).records;
}
