import {
  compileMatching,
  packBatches,
  type Row,
  settleJob,
  type TargetField,
  uploadBatch,
} from "@keruen/core";
import { expect, test } from "vitest";
import { hastyClock } from "../fault-schedules/hasty-clock.ts";
import { aCourt, NOBODY } from "./court.ts";
import { KNOWN_IN_FAILURES, KNOWN_IN_KEYS, violationsOf } from "./known-errors.ts";

test("a whole upload, from the scopes to the settled job, keeps to SendGrid's specification on both sides", async () => {
  const { ourClient, violations } = await aCourt();
  const client = ourClient();
  const answers = [await client.scopes(), await client.contactCounts(), await client.lists()];
  expect(answers.every(({ ok }) => ok)).toBe(true);
  const fields = await client.fieldDefinitions();
  const list = await client.createList("Judged");
  if (!fields.ok || !list.ok) throw new Error("The simulator gave no fields or no list");

  const listId = list.value.id;
  const patience = { client, clock: hastyClock(20), random: Math.random, giveUpAfterMs: 3_600_000 };
  const jobs: string[] = [];
  for (const batch of packBatches(rows(fields.value), { listIds: [listId] })) {
    const uploaded = await uploadBatch(batch, { ...patience, listId });
    if (!uploaded.ok) throw new Error(`The upload ended: ${uploaded.failure.reason.code}`);
    expect(uploaded.value.rejected).toEqual([]);
    jobs.push(...uploaded.value.accepted.map(({ jobId }) => jobId));
  }
  const settled = await Promise.all(jobs.map((job) => settleJob(job, patience)));
  expect(settled).toEqual([
    { ok: true, value: expect.objectContaining({ status: "completed", createdCount: 2 }) },
  ]);
  expect(await client.list(listId)).toMatchObject({ ok: true, value: { contactCount: 2 } });
  expect(violations()).toEqual([]);
});

test("a bad address, an unknown job and an unknown list are refused in the documented way, but for known errors", async () => {
  const { ourClient, violations } = await aCourt();
  const client = ourClient();
  const upsert = JSON.stringify({ contacts: [{ email: "good@example.com" }, { email: "bad" }] });
  expect(await client.upsertContacts(upsert)).toMatchObject({ ok: false, failure: { code: "rejected" } });
  expect(await client.job(NOBODY)).toMatchObject({ ok: false, failure: { code: "not-found" } });
  expect(await client.list(NOBODY)).toMatchObject({ ok: false, failure: { code: "not-found" } });
  expect(violations()).toEqual(violationsOf(KNOWN_IN_FAILURES));
});

test("a key that is revoked or too weak is refused in the documented way, but for known errors", async () => {
  const { ourClient, violations } = await aCourt();
  for (const [key, code] of [
    ["REVOKED", "unauthorized"],
    ["WITHOUT_MARKETING", "forbidden"],
  ] as const) {
    const client = ourClient(key);
    const answers = [await client.lists(), await client.fieldDefinitions(), await client.contactCounts()];
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, failure: { code } });
  }
  expect(await ourClient("REVOKED").scopes()).toMatchObject({ ok: false, failure: { code: "unauthorized" } });
  expect(violations()).toEqual(violationsOf(KNOWN_IN_KEYS));
});

/** A person with everything, and one with an address alone. */
function* rows(fields: readonly TargetField[]): Generator<Row> {
  const matching = [...WRITABLE.keys(), ...fields.filter(({ custom }) => custom).map(({ id }) => id)];
  const prepare = compileMatching(
    matching.map((target) => ({ target, kind: "field", value: target })),
    fields,
  );
  const custom = { e1_T: "gold", e2_N: 0, e3_D: "2026-02-28" };
  for (const attributes of [{ ...Object.fromEntries(WRITABLE), ...custom }, { email: "bare@example.com" }]) {
    const prepared = prepare(attributes);
    if (!prepared.ok) throw new Error(`Our own checks refuse ${prepared.failure.field}`);
    yield { profileId: prepared.value.email, prepared: prepared.value };
  }
}

const WRITABLE = new Map([
  ["email", "Aigerim@Example.com"],
  ["first_name", "Әйгерім"],
  ["last_name", "O'Brien"],
  ["city", "Алматы"],
  ["country", "KZ"],
  ["address_line_1", "Абай даңғылы 1"],
  ["postal_code", "050000"],
  ["phone_number_id", "+77011234567"],
]);
