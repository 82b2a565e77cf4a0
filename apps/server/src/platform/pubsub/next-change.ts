import type { PostgresPubSub, Topic } from "./postgres-pub-sub.ts";

/**
 * Fulfilled when any row of these topics changes, and after so long at the latest: whoever asks looks again either way, so
 * a change that came just before is seen a little later, never missed.
 */
export async function nextChange(
  pubSub: PostgresPubSub,
  topics: readonly Topic[],
  atMostMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stops = topics.map((topic) => pubSub.on(topic, () => resolve()));
  const timer = setTimeout(resolve, atMostMs);
  const onAbort = () => resolve();
  signal.addEventListener("abort", onAbort);
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", onAbort);
  for (const stop of stops) stop();
}
