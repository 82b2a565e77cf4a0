import type { z } from "zod";

/** Work that survives the process that began it: a name and the shape of what it is told. No personal data in it. */
export type Task<Payload> = {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** Two tasks with one key never run at the same time, on any number of processes. */
  readonly key: (payload: Payload) => string;
  /** Whose work it is, where several share the workers: none of them takes more of a process than its share. */
  readonly group?: (payload: Payload) => string;
};

export const defineTask = <Payload>(task: Task<Payload>): Task<Payload> => task;

/** Both absent: now, in the order of asking. */
export type TaskPlace = {
  readonly startAfter?: Date;
  /** How many are to let others go first that were asked for later; more is later. */
  readonly behind?: number;
};

/** What one process does of a task at the same time: altogether, and for each group. */
export type TaskShare = { readonly atOnce: number; readonly ofGroup?: number };

export type TaskRun = {
  /** Aborted when the process stops or the queue has taken the task away. Stop at the next safe point and throw. */
  readonly signal: AbortSignal;
};

/** Throwing means: again, later. What must not be tried again is the handler's own to record, returning normally. */
export type TaskHandler<Payload> = (payload: Payload, run: TaskRun) => Promise<void>;
