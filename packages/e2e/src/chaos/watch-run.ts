/**
 * Somebody who watches a run to its end, and notes what no watcher may ever see: a count or a state that goes back.
 *
 * Reads  : the subscription `runChanged`, as the console does.
 * Writes : nothing.
 * Used by: chaos runs.
 */
import { createClient } from "graphql-ws";

const COUNTS = [
  ...["processedCount", "acceptedCount", "deliveredCount", "unchangedCount", "rejectedCount"],
  ...["suppressedCount", "duplicateCount", "notSentCount", "removedCount", "selectedCount"],
] as const;
const STATES = ["QUEUED", "PREPARING", "AWAITING_APPROVAL", "UPLOADING", "SETTLING", "SUCCEEDED"];

// biome-ignore lint/suspicious/noExplicitAny: the shape is the document's
type SeenRun = any;

export type WatchedRun = {
  /** As it was seen last; null until it was seen at all. */
  now(): SeenRun | null;
  /** Resolves when nothing further is told. */
  readonly ended: Promise<void>;
  /** What went back, or does not add up at the end. */
  mistakes(): readonly string[];
};

export function watchRun(url: string, runId: string): WatchedRun {
  const client = createClient({ url: `${url.replace("http", "ws")}/graphql`, retryAttempts: 100 });
  const mistakes: string[] = [];
  let seen: SeenRun | null = null;

  async function follow(): Promise<void> {
    const query = `subscription ($runId: ID!) {
      runChanged(runId: $runId) { state attempt endedAt failure { code message } ${COUNTS.join(" ")} } }`;
    for await (const { data, errors } of client.iterate<{ runChanged: SeenRun }>({
      query,
      variables: { runId },
    })) {
      if (errors) throw new Error(JSON.stringify(errors));
      const next = data?.runChanged;
      if (seen) mistakes.push(...steppedBack(seen, next));
      seen = next;
    }
    await client.dispose();
  }
  return {
    now: () => seen,
    ended: follow(),
    mistakes: () => [...mistakes, ...(seen ? endMistakes(seen) : ["nothing was told of the run"])],
  };
}

export function steppedBack(before: SeenRun, after: SeenRun): string[] {
  const counts = COUNTS.filter((count) => (after[count] ?? -1) < (before[count] ?? -1));
  const isStateBack = STATES.indexOf(after.state) < STATES.indexOf(before.state);
  return [
    ...counts.map((count) => `${count} went back from ${before[count]} to ${after[count]}`),
    ...(isStateBack ? [`from ${before.state} it went to ${after.state}`] : []),
  ];
}

export function endMistakes(run: SeenRun): string[] {
  const parts = ["deliveredCount", "unchangedCount", "rejectedCount", "suppressedCount", "duplicateCount"];
  const sum = parts.reduce((total, part) => total + run[part], 0);
  return [
    ...(run.state === "SUCCEEDED" ? [] : [`it ended as ${run.state}: ${JSON.stringify(run.failure)}`]),
    ...(sum === run.selectedCount
      ? []
      : [`the outcomes add up to ${sum}, and ${run.selectedCount} were selected`]),
    ...(run.processedCount === run.selectedCount
      ? []
      : [`${run.processedCount} of ${run.selectedCount} processed`]),
    ...(run.notSentCount === 0 ? [] : [`${run.notSentCount} were not sent`]),
  ];
}
