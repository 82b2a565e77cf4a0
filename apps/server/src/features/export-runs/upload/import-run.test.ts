import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../../testing/an-export.ts";
import { suppress } from "../../../testing/suppressions.ts";

/** Every run by file, as a big one would, in small batches. */
const byFile = {
  maxUpsertsPerRun: 0,
  importing: { importLimits: { maxRows: 200, maxBytes: 1_000_000 }, rowsBeforeFile: 0 },
};

let files: Sandbox;
let requests: Sandbox;
beforeAll(async () => {
  [files, requests] = await Promise.all([aSandbox(byFile), aSandbox()]);
});
afterAll(async () => {
  await files.close();
  await requests.close();
});

const day = (index: number) => `2024-0${1 + (index % 9)}-11`;

/** What CSV can say, what it cannot, what we refuse, what SendGrid refuses, and who comes twice. */
const somebody = (index: number) => ({
  email:
    index % 97 === 0
      ? `nobody ${index}`
      : index % 89 === 0
        ? `p${index}@localhost` // an address to us, none to SendGrid
        : `P${index % 83 === 0 ? index - 1 : index}@example.com`,
  name: `="Ән", ${index}`,
  ...(index % 3 === 0 && { city: "Алматы" }),
  since: index % 5 === 0 ? `${day(index)}T08:30:00+05:00` : day(index),
  points: index % 7 === 0 ? -index : index / 4,
  ...(index % 11 === 0 && { others: `other${index}@example.com, second${index}@example.com` }),
});
const people = Object.fromEntries(
  Array.from({ length: 3_000 }, (_, index) => [`c-${index + 1}`, somebody(index + 1)]),
);

/** Every 40th address; who comes twice with one, and one that SendGrid refuses, are among them. */
const bounced = Object.values(people)
  .map(({ email }) => email)
  .filter((_, index) => index % 40 === 0 || index % 83 === 0);

/** A run of those people to an account of their own, and what is left of it. */
async function aRunOf(sandbox: Sandbox) {
  const { url, keys } = sandbox.simulator;
  const field = async (name: string, field_type: string): Promise<string> => {
    const response = await fetch(`${url}/v3/marketing/field_definitions`, {
      method: "POST",
      headers: { authorization: `Bearer ${keys.GOOD}`, "content-type": "application/json" },
      body: JSON.stringify({ name, field_type }),
    });
    return ((await response.json()) as { id: string }).id;
  };
  const match = (target: string, value: string, whenEmpty = "LEAVE") => ({
    ...{ target, kind: "FIELD", value, whenEmpty },
  });
  const matching = [
    match("email", "email"),
    match("first_name", "name"),
    match("city", "city", "CLEAR"),
    match("alternate_emails", "others"),
    match(await field("since", "Date"), "since"),
    match(await field("points", "Number"), "points"),
  ];
  const destinationId = await sandbox.aDestination("Marketing");
  await suppress(sandbox.simulator, "bounces", ...bounced);
  const choice = { matching, suppressions: ["BOUNCE"] };
  const { exportId, listId } = await anExport(sandbox, destinationId, "Everybody", people, choice);
  const runId = await startRun(sandbox, exportId);
  const run = await endOf(sandbox, runId);
  const outcomes = await (await fetch(`${sandbox.url}/runs/${runId}/outcomes.csv`)).text();
  const answer = await fetch(`${url}/_simulator/contacts?limit=5000&list=${listId}`);
  const { contacts } = (await answer.json()) as { contacts: Record<string, unknown>[] };
  const stored = contacts
    .map(({ email, first_name, city, alternate_emails, custom_fields }) => ({
      ...{ email: String(email), first_name, city, alternate_emails, custom_fields },
    }))
    .toSorted((one, other) => (one.email < other.email ? -1 : 1));
  const jobs: readonly { batch: number; jobs: number }[] = await sandbox.dataSource.query(
    "select batch, count(*) as jobs from run_job where run_id = $1 group by batch order by batch",
    [runId],
  );
  return { run, outcomes: outcomes.split("\r\n").map(comparable), stored, jobs };
}

/** By the other route the batch is another one, and an errors file does not say which field it means. */
const comparable = (line: string) => line.replace(/,\d+$/, "").replace(/,email,[^,]*@localhost,/, ",,,");

describe("a run by file", () => {
  test("leaves SendGrid, and says of everybody, exactly what the same run by upsert does", async () => {
    const [one, other] = [await aRunOf(files), await aRunOf(requests)];
    expect(one.run).toMatchObject({
      ...{ state: "SUCCEEDED", route: "IMPORT", selectedCount: 3_000, notSentCount: 0 },
      routeReason: { code: "many-requests", requests: 1, maxRequests: 0 },
    });
    expect(other.run).toMatchObject({
      ...{ state: "SUCCEEDED", route: "UPSERT" },
      routeReason: { code: "few-requests", requests: 1, maxRequests: 100 },
    });
    const counts = ({ run }: typeof one) =>
      [run.deliveredCount, run.rejectedCount, run.suppressedCount, run.duplicateCount] as const;
    expect(counts(one)).toEqual(counts(other));
    expect(one.run.suppressedCount).toBeGreaterThan(70);
    expect(counts(one).reduce((sum, count) => sum + count)).toBe(3_000);
    expect(one.stored).toHaveLength(one.run.deliveredCount);
    expect(one.stored).toEqual(other.stored);
    expect(one.outcomes).toEqual(other.outcomes);
    expect(one.jobs.length).toBeGreaterThan(2);
    for (const { jobs } of one.jobs.slice(0, -1)) expect(jobs).toBeGreaterThan(1); // files, and what goes beside them
  });

  test("is chosen by what the contacts weigh, not by their number alone", async () => {
    const sandbox = await aSandbox({ maxUpsertsPerRun: 1 });
    const destinationId = await sandbox.aDestination("Marketing");
    const routeOf = async (name: string, note: string) => {
      const notes = Object.fromEntries(
        Array.from({ length: 4_000 }, (_, n) => [`${name}${n}`, { email: `${name}${n}@example.com`, note }]),
      );
      const matching = ["email", "note"].map((value) => ({
        ...{ target: value === "email" ? "email" : "e1_T", kind: "FIELD", value },
      }));
      const { exportId } = await anExport(sandbox, destinationId, name, notes, { matching });
      const { route, routeReason, deliveredCount } = await endOf(sandbox, await startRun(sandbox, exportId));
      return [route, routeReason.requests, deliveredCount];
    };
    expect(await routeOf("light", "gold")).toEqual(["UPSERT", 1, 4_000]);
    expect(await routeOf("heavy", "g".repeat(1_000))).toEqual(["IMPORT", 2, 4_000]);
    await sandbox.close();
  });
});
