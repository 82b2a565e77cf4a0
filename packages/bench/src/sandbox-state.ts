import { setTimeout as sleep } from "node:timers/promises";
import type { Sandbox } from "./sandbox.ts";

/** Until no job is pending. */
export async function applied(sandbox: Sandbox): Promise<void> {
  while ((await stateOf(sandbox)).pendingJobCount > 0) await sleep(50);
}

type State = {
  readonly contactCount: number;
  readonly pendingJobCount: number;
  readonly memoryBytes: number;
};

export const stateOf = async ({ url }: Sandbox): Promise<State> =>
  (await (await fetch(`${url}/_simulator/state`)).json()) as State;

/** @returns seconds. */
export async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}
