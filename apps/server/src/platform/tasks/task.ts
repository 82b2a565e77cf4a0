import type { z } from "zod";

/** Work that survives the process that began it: a name and the shape of what it is told. No personal data in it. */
export type Task<Payload> = {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** Two tasks with one key never run at the same time, on any number of processes. */
  readonly key: (payload: Payload) => string;
};

export const defineTask = <Payload>(task: Task<Payload>): Task<Payload> => task;

export type TaskRun = {
  /** Aborted when the process stops or the queue has taken the task away. Stop at the next safe point and throw. */
  readonly signal: AbortSignal;
};

/** Throwing means: again, later. What must not be tried again is the handler's own to record, returning normally. */
export type TaskHandler<Payload> = (payload: Payload, run: TaskRun) => Promise<void>;
