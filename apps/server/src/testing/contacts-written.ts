import type { Sandbox } from "./a-sandbox.ts";

/** How many calls the simulator has had that put contacts on a list, or take them off it. */
export async function callsThatWrite({ simulator }: Sandbox): Promise<number> {
  const { callCounts } = (await (await fetch(`${simulator.url}/_simulator/state`)).json()) as {
    callCounts: Record<string, Record<string, number>>;
  };
  return Object.entries(callCounts)
    .filter(([endpoint]) => WRITES.test(endpoint))
    .flatMap(([, byStatus]) => Object.values(byStatus))
    .reduce((sum, count) => sum + count, 0);
}

const WRITES = /^(PUT|POST|PATCH|DELETE) \/v3\/marketing\/(contacts|lists\/[^/]+\/contacts)/;
