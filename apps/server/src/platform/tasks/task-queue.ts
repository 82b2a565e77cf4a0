/**
 * Tasks in PostgreSQL (pg-boss): enqueued in the caller's transaction, taken over when a process dies.
 *
 * Reads  : the `pgboss` schema.
 * Writes : the same. Payloads hold ids alone.
 * Used by: use cases (`enqueue`) and `compose.ts` (`work`, `start`, `stop`).
 */
import { type ConstructorOptions, type JobWithMetadata, PgBoss } from "pg-boss";
import type { EntityManager } from "typeorm";
import { Vigil } from "../database/vigil.ts";
import type { Logger } from "../logging/logger.ts";
import type { Task, TaskHandler, TaskPlace, TaskShare } from "./task.ts";

/** A dead process is noticed after at most heartbeat + monitor + supervise, about 20 s. */
const HEARTBEAT_SECONDS = 10;
const MONITOR_SECONDS = 5;
/** A task whose handler threw waits twice as long each time, up to this. */
const LONGEST_PAUSE_SECONDS = 60;

const SETTINGS = {
  heartbeatSeconds: HEARTBEAT_SECONDS,
  expireInSeconds: 24 * 60 * 60,
  retryLimit: 1_000_000, // a crash is no reason to give up; the handler decides when something is final
  retryDelay: 0, // nor a reason to wait
  retryBackoff: false,
  notify: true,
} as const;
const QUEUE = { policy: "singleton", ...SETTINGS } as const;

export class TaskQueue {
  private readonly boss: PgBoss;
  private readonly stopping = new AbortController();
  private readonly handlers = new Map<
    string,
    { task: Task<unknown>; handler: TaskHandler<unknown>; share: TaskShare }
  >();

  constructor(
    databaseUrl: string,
    private readonly logger: Logger,
    vigil: Vigil = new Vigil(databaseUrl),
  ) {
    const ofPool = { connectionString: databaseUrl, max: 4, Client: vigil.Client };
    const options: ConstructorOptions = {
      ...ofPool, // pg-boss hands these on to its pool, whatever they are
      useListenNotify: true,
      superviseIntervalSeconds: MONITOR_SECONDS,
      monitorIntervalSeconds: MONITOR_SECONDS,
    };
    this.boss = new PgBoss(options);
    this.boss.on("error", (error) =>
      logger.warn({ err: error }, "task queue: trouble with the database, will go on"),
    );
  }

  /** Registers who does a task. Call before `start`. */
  work<Payload>(task: Task<Payload>, share: TaskShare, handler: TaskHandler<Payload>): void {
    this.handlers.set(task.name, {
      task: task as Task<unknown>,
      handler: handler as TaskHandler<unknown>,
      share,
    });
  }

  /** The task and the caller's rows commit together, or neither does. */
  async enqueue<Payload>(
    task: Task<Payload>,
    payload: Payload,
    db: EntityManager,
    { startAfter, behind = 0 }: TaskPlace = {},
  ): Promise<void> {
    const inTransaction = {
      executeSql: async (text: string, values?: unknown[]) => ({ rows: await rowsOf(db, text, values) }),
    };
    await this.boss.send(task.name, task.payload.parse(payload) as object, {
      db: inTransaction,
      singletonKey: task.key(payload),
      priority: -behind,
      ...(task.group && { group: { id: task.group(payload) } }),
      ...(startAfter && { startAfter }),
    });
  }

  /** @param isWorker - whether tasks are done here too; they can be enqueued in any case. */
  async start({ isWorker }: { readonly isWorker: boolean }): Promise<void> {
    await this.boss.start();
    for (const { task } of this.handlers.values()) {
      await this.boss.createQueue(task.name, QUEUE);
      await this.boss.updateQueue(task.name, SETTINGS); // it may be there since an earlier version
    }
    if (!isWorker) return;
    for (const { task, handler, share } of this.handlers.values()) {
      await this.boss.work(
        task.name,
        {
          includeMetadata: true,
          heartbeatRefreshSeconds: 2,
          notifyPollingIntervalSeconds: 2,
          localConcurrency: share.atOnce,
          ...(share.ofGroup !== undefined && { localGroupConcurrency: share.ofGroup }),
        },
        async ([job]: JobWithMetadata<object>[]) => {
          if (job) await this.do(task, handler, job);
        },
      );
    }
  }

  private async do(
    task: Task<unknown>,
    handler: TaskHandler<unknown>,
    job: JobWithMetadata<object>,
  ): Promise<void> {
    const signal = AbortSignal.any([job.signal, this.stopping.signal]);
    try {
      signal.throwIfAborted(); // taken in the moment of stopping
      await handler(task.payload.parse(job.data), { signal });
    } catch (error) {
      if (signal.aborted) throw new Error(`${task.name} stopped here; the next process goes on`);
      this.logger.error({ task: task.name, taskId: job.id, err: error }, "task failed, will be tried again");
      await this.postpone(job);
    }
  }

  /** The same task, later. If this is the last that the process does, it is done twice, which it must bear anyway. */
  private async postpone(job: JobWithMetadata<object>): Promise<void> {
    const failures = ((job.data as { failures?: number }).failures ?? 0) + 1;
    const startAfter = Math.min(LONGEST_PAUSE_SECONDS, 2 ** Math.min(failures - 1, 16));
    await this.boss.send(
      job.name,
      { ...job.data, failures },
      {
        ...{ singletonKey: job.singletonKey ?? "", priority: job.priority, startAfter },
        ...(job.groupId && { group: { id: job.groupId } }),
      },
    );
  }

  /** Takes no more tasks, and asks every running one to stop at its next safe point. Tasks can still be enqueued. */
  async drain(): Promise<void> {
    for (const name of this.handlers.keys()) await this.boss.offWork(name, { wait: false }); // or it takes back what it lets go
    this.stopping.abort(new Error("The server is stopping."));
  }

  /** Waits for tasks that are still running, and closes its connections. */
  async stop(): Promise<void> {
    await this.drain();
    await this.boss.stop({ graceful: true, timeout: 20_000 });
  }
}

async function rowsOf(db: EntityManager, text: string, values: unknown[] = []): Promise<unknown[]> {
  const runner = db.queryRunner;
  if (!runner) throw new Error("A task is enqueued inside a transaction.");
  return (await runner.query(text, values, true)).records;
}
