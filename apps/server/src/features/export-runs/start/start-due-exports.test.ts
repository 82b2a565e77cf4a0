import type { Recurrence, Weekday } from "@keruen/core";
import { localClock } from "@keruen/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aClock } from "../../../testing/a-clock.ts";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport } from "../../../testing/an-export.ts";
import { StartDueExports } from "./start-due-exports.ts";
import { StartExport } from "./start-export.ts";

const HOUR_MS = 3_600_000;
const [NEW_YEAR, NEXT_YEAR] = [Date.parse("2026-01-01T00:00:00Z"), Date.parse("2027-01-01T00:00:00Z")];

const clock = aClock("2026-01-01T00:00:00Z");
const never = new AbortController().signal;
let sandbox: Sandbox;
let destinationId: string;
let startDue: StartDueExports;

beforeAll(async () => {
  sandbox = await aSandbox({ clock: aClock("2026-01-01T00:00:00Z") }); // whose own ticker finds nothing due
  destinationId = await sandbox.aDestination("A year");
  // Runs are queued and never carried out: what is looked at is when there was one.
  const startExport = new StartExport(sandbox.dataSource, { enqueue: () => Promise.resolve() });
  startDue = new StartDueExports(sandbox.dataSource, startExport, clock);
});
afterAll(async () => await sandbox.close());

const daily = (timeZone: string): Recurrence => ({
  ...{ timeZone, days: [1, 2, 3, 4, 5, 6, 7] as const satisfies Weekday[] },
  times: ["02:30"], // which one clock skips in spring and shows twice in autumn, and another moves by half an hour
});

async function scheduled(recurrence: Recurrence): Promise<string> {
  const schedule = { kind: "OWN", recurrence };
  const people = { a: { email: "a@example.com" } };
  return (await anExport(sandbox, destinationId, `In ${recurrence.timeZone}`, people, { schedule })).exportId;
}

type Start = { readonly exportId: string; readonly dueAt: number };

/** What has been started since it was last asked. */
async function started(): Promise<readonly Start[]> {
  const [rows] = await sandbox.dataSource.query(
    `update export_run set state = 'SUCCEEDED' where state = 'QUEUED' returning export_id, due_at`,
  );
  return rows.map(({ export_id: exportId, due_at }: { export_id: string; due_at: Date }) => ({
    ...{ exportId, dueAt: due_at.getTime() },
  }));
}

/** Every six hours, but for a week in each month, and most of every fifth day. */
const looks: readonly number[] = Array.from(
  { length: (NEXT_YEAR - NEW_YEAR) / (6 * HOUR_MS) },
  (_, index) => NEW_YEAR + index * 6 * HOUR_MS,
).filter((at) => {
  const [day, hour] = [new Date(at).getUTCDate(), new Date(at).getUTCHours()];
  return day > 7 && (day % 5 !== 0 || hour > 18);
});

test("a year of what is due starts it each once, and once after a time when nothing ran", {
  timeout: 240_000,
}, async () => {
  const recurrences = ["America/New_York", "Australia/Lord_Howe"].map(daily);
  const exportIds = await Promise.all(recurrences.map(scheduled));

  const starts: (Start & { readonly at: number })[] = [];
  for (const at of looks) {
    clock.moveTo(at);
    await Promise.all([startDue.execute(never), startDue.execute(never)]); // two processes
    starts.push(...(await started()).map((start) => ({ ...start, at })));
  }

  for (const [index, exportId] of exportIds.entries()) {
    const due = localClock(recurrences[index]!.timeZone).dueInstants(
      recurrences[index]!,
      NEW_YEAR,
      NEXT_YEAR,
    );
    const dueByLook = Map.groupBy(due, (dueAt) => looks.find((at) => at >= dueAt));
    dueByLook.delete(undefined); // after the last look
    const expected = [...dueByLook].map(([at, [dueAt]]) => ({ exportId, dueAt, at }));
    expect(starts.filter((start) => start.exportId === exportId)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(250);
    expect(due.length).toBeGreaterThan(expected.length + 60); // what was missed came once, not as often as it was missed
  }
});
