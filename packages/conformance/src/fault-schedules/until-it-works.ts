import { isRetryable, type Result, type SendGridFailure } from "@keruen/core";
import type { Worker } from "./worker.ts";

/** For calls that nothing in the core repeats. Null where the worker was killed meanwhile. */
export async function untilItWorks<Value, Failure extends { readonly code: string }>(
  ask: () => Promise<Result<Value, Failure>>,
  { clock, signal }: Worker,
): Promise<Value | null> {
  for (;;) {
    const answer = await ask();
    if (answer.ok) return answer.value;
    if (signal.aborted) return null;
    if (!isRetryable(answer.failure as unknown as SendGridFailure)) throw new Error(answer.failure.code);
    await clock.wait(1_000, signal);
  }
}
