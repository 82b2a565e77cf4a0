import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { DataSource } from "typeorm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aDatabase } from "../../../testing/test-database.ts";
import type { ExportRunEntity } from "../export-run.entity.ts";
import { listOutcomes, type OutcomeFilter } from "./list-outcomes.ts";
import { OutcomeKind } from "./outcome.graphql.ts";

let database: Awaited<ReturnType<typeof aDatabase>>;
let dataSource: DataSource;
beforeAll(async () => {
  database = await aDatabase();
  dataSource = await new DataSource({ type: "postgres", url: database.url, parseInt8: true }).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** What a batch left of one of its members; the first two have no row of their own. */
const fates = ["sent", "unchanged", "REJECTED", "SUPPRESSED", "DUPLICATE", "NOT_SENT"] as const;
const batches = fc.array(
  fc.record({
    members: fc.array(fc.constantFrom(...fates), { minLength: 1, maxLength: 6 }),
    isSettled: fc.boolean(),
  }),
  { maxLength: 5 },
);
const someRun = fc.record({
  batches,
  /** Whose turn has not come, some of them known to be unchanged. */
  rest: fc.array(fc.boolean(), { maxLength: 6 }),
  isEnded: fc.boolean(),
  dryRun: fc.constantFrom("no", "planned", "unplanned"),
});
type SomeRun = typeof someRun extends fc.Arbitrary<infer Run> ? Run : never;

async function stored({ batches, rest, isEnded, dryRun }: SomeRun): Promise<ExportRunEntity> {
  const id = randomUUID();
  const toAdd = dryRun === "planned" ? 1 : null;
  await dataSource.query(
    `insert into export_run (id, export_name, list_id, list_name, matching, state, started_by, ended_at, is_dry_run, to_add_count)
     select $1, 'Any', 'list', 'List', '[]', 'UPLOADING', id, $2, $3, $4 from app_user limit 1`,
    [id, isEnded ? new Date() : null, dryRun !== "no", toAdd],
  );
  let profileId = 0;
  const member = (isUnchanged: boolean) =>
    dataSource.query("insert into run_member (run_id, profile_id, is_unchanged) values ($1, $2, $3)", [
      id,
      ++profileId,
      isUnchanged,
    ]);
  for (const [index, { members, isSettled }] of batches.entries()) {
    const first = profileId + 1;
    for (const fate of members) {
      await member(fate === "unchanged");
      if (fate === "sent" || fate === "unchanged") continue;
      await dataSource.query(
        "insert into run_exception (run_id, batch, profile_id, kind, code) values ($1, $2, $3, $4, $5)",
        [id, index + 1, profileId, fate, fate === "REJECTED" ? "too-long" : null],
      );
    }
    await dataSource.query(
      `insert into run_batch (run_id, number, first_profile_id, last_profile_id, accepted_count, rejected_count, duplicate_count)
       values ($1, $2, $3, $4, 0, 0, 0)`,
      [id, index + 1, first, profileId],
    );
    await dataSource.query(
      "insert into run_job (run_id, job_id, batch, contact_count, settled_at) values ($1, $2, $3, 1, $4)",
      [id, `job ${index}`, index + 1, isSettled ? new Date() : null],
    );
  }
  for (const isUnchanged of rest) await member(isUnchanged);
  return { id, matching: [], targets: null } as unknown as ExportRunEntity;
}

const profilesOf = async (run: ExportRunEntity, filter: OutcomeFilter, pageSize: number) => {
  const found: (readonly [number, string])[] = [];
  for (let after = 0; ; ) {
    const page = await listOutcomes(dataSource, run, filter, after, pageSize);
    found.push(...page.map(({ profileId, kind }) => [profileId, kind] as const));
    if (page.length < pageSize) return found;
    after = page.at(-1)!.profileId;
  }
};

test("the outcomes of a kind are those of all outcomes that are of it, whatever the run and the pages", async () => {
  await fc.assert(
    fc.asyncProperty(someRun, fc.integer({ min: 1, max: 4 }), async (facts, pageSize) => {
      const run = await stored(facts);
      const all = await profilesOf(run, { kind: null, code: null }, pageSize);
      expect(all).toHaveLength(facts.rest.length + facts.batches.flatMap(({ members }) => members).length);
      for (const kind of Object.values(OutcomeKind))
        expect(await profilesOf(run, { kind, code: null }, pageSize)).toEqual(
          all.filter(([, of]) => of === kind),
        );
      expect(await profilesOf(run, { kind: null, code: "too-long" }, pageSize)).toEqual(
        all.filter(([, of]) => of === "REJECTED"),
      );
    }),
    { numRuns: 40 },
  );
});
