/**
 * Bench `core`: profiles become request bodies on one core, beside a hand-written floor in the same run.
 *
 * Reads  : made-up profiles, 7 fields and 3 custom ones.
 * Writes : nothing.
 * Used by: `main.ts`.
 */
import { deepStrictEqual } from "node:assert/strict";
import { type Batch, isRejected, packBatches, upsertBody } from "@keruen/core";
import { type FloorBatch, floorBatches } from "./core-floor.ts";
import type { Figures } from "./main.ts";
import { alternate, median } from "./measure.ts";
import { makeProfiles, type Profile } from "./profiles.ts";
import { rows } from "./rows.ts";

const PROFILES = 100_000;
const ROUNDS = 21;
const LIST_ID = "0b6ef1a2-57f2-4d4b-9f4c-7f5b1f6a9c11";

export function run(): Figures {
  const profiles = makeProfiles(PROFILES);
  deepStrictEqual(
    [...coreBatches(profiles)].map(summary),
    [...floorBatches(profiles, LIST_ID)].map(floorSummary),
  );

  const rounds = alternate(
    ROUNDS,
    () => drain(coreBatches(profiles)),
    () => drain(floorBatches(profiles, LIST_ID)),
  );
  for (const { ours, theirs } of rounds) {
    console.log(
      `core ${perSecond(ours)}/s, floor ${perSecond(theirs)}/s, ratio ${(theirs / ours).toFixed(2)}`,
    );
  }
  return {
    vs_floor: Number(median(rounds.map(({ ours, theirs }) => theirs / ours)).toFixed(2)),
    per_s: perSecond(median(rounds.map(({ ours }) => ours))),
  };
}

const perSecond = (elapsedMs: number) => Math.round(PROFILES / (elapsedMs / 1_000));

/** One batch at a time, as a run does. */
function drain(batches: Iterable<unknown>): void {
  for (const _ of batches);
}

type CoreBatch = { readonly batch: Batch; readonly body: Buffer };

function* coreBatches(profiles: readonly Profile[]): Generator<CoreBatch> {
  for (const batch of packBatches(rows(profiles), { listIds: [LIST_ID] })) {
    yield { batch, body: Buffer.from(upsertBody(batch.contacts, [LIST_ID])) };
  }
}

/** What both must agree on: the bytes, who is in them, and who is not and why. */
const summary = ({ batch, body }: CoreBatch) => ({
  body: body.toString(),
  sent: batch.contacts.map(({ profileId, prepared }) => [profileId, prepared.email]),
  rejected: batch.rows
    .filter(isRejected)
    .map(({ profileId, rejection }) => [profileId, rejection.code, rejection.field]),
});

const floorSummary = ({ contacts, rejected, body }: FloorBatch) => ({
  body: body.toString(),
  sent: contacts.map(({ id, email }) => [id, email]),
  rejected: rejected.map(({ id, code, field }) => [id, code, field]),
});
