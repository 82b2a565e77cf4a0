import { parse } from "csv-parse/sync";

/** A line of `GET /runs/:id/outcomes.csv`. */
export type OutcomeLine = {
  readonly profile: string;
  readonly outcome: string;
  readonly code: string;
  readonly duplicate_of: string;
};

/** What became of each person of a run, by the person's key. */
export async function outcomesOf(url: string, runId: string): Promise<ReadonlyMap<string, OutcomeLine>> {
  const response = await fetch(`${url}/runs/${runId}/outcomes.csv`);
  const lines: OutcomeLine[] = parse(await response.text(), { columns: true, bom: true });
  return new Map(lines.map((line) => [line.profile, line]));
}
