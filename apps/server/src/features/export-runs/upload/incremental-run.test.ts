import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../../testing/an-export.ts";
import { contactOf } from "../../../testing/contact-of.ts";
import { callsThatWrite } from "../../../testing/contacts-written.ts";
import { change, comeBack, leave } from "../../../testing/memberships.ts";
import { suppress } from "../../../testing/suppressions.ts";

let sandbox: Sandbox;
let destinationId: string;
beforeAll(async () => {
  sandbox = await aSandbox({}, { exportDelayMs: 0 });
  destinationId = await sandbox.aDestination("Marketing");
});
afterAll(async () => await sandbox.close());

let exports = 0;
const sending = (profiles: Parameters<typeof anExport>[3], choice: Parameters<typeof anExport>[4] = {}) =>
  anExport(sandbox, destinationId, `Incremental ${exports++}`, profiles, choice);

const run = async (exportId: string, choice: { full?: boolean } = {}) =>
  await endOf(sandbox, await startRun(sandbox, exportId, choice));

const people = {
  a: { email: "a@example.com", name: "Ada", city: "Almaty" },
  b: { email: "b@example.com", name: "Bob", city: "Almaty" },
  c: { email: "c@example.com", name: "Cid", city: "Almaty" },
};

/** What a run does to its contacts, in the order of their profiles' keys, and how many calls that takes. */
async function outcomesOf(exportId: string, choice: { full?: boolean } = {}) {
  const before = await callsThatWrite(sandbox);
  const { id, state } = await run(exportId, choice);
  const calls = (await callsThatWrite(sandbox)) - before;
  const { outcomes } = await sandbox.ask(
    `query ($id: ID!) { outcomes(runId: $id) { edges { node { profileKey kind duplicateOfKey } } } }`,
    { id },
  );
  const told = outcomes.edges.map(
    ({ node }: { node: { profileKey: string; kind: string; duplicateOfKey: string | null } }) =>
      `${node.profileKey} ${node.kind}${node.duplicateOfKey ? ` of ${node.duplicateOfKey}` : ""}`,
  );
  return { state, calls, told };
}

describe("a run after another", () => {
  test("sends nobody and writes nothing where nothing has changed", async () => {
    const { exportId, listId } = await sending(people);
    await run(exportId);
    expect(await outcomesOf(exportId)).toEqual({
      ...{ state: "SUCCEEDED", calls: 0, told: ["a UNCHANGED", "b UNCHANGED", "c UNCHANGED"] },
    });
    expect(await sandbox.addressesOn(listId)).toHaveLength(3);
  });

  test("counts the unchanged with everybody else", async () => {
    const { exportId } = await sending(people);
    await run(exportId);
    await change(sandbox, exportId, "b", { name: "Bert" });
    expect(await run(exportId)).toMatchObject({
      ...{ selectedCount: 3, processedCount: 3, unchangedCount: 2, acceptedCount: 1, deliveredCount: 1 },
      notSentCount: 0,
    });
  });

  test("sends whose value has changed, and nobody else", async () => {
    const { exportId } = await sending(people);
    await run(exportId);
    await change(sandbox, exportId, "b", { name: "Bert" });
    expect(await outcomesOf(exportId)).toMatchObject({
      ...{ calls: 1, told: ["a UNCHANGED", "b DELIVERED", "c UNCHANGED"] },
    });
    expect((await contactOf(sandbox, "b@example.com")).first_name).toBe("Bert");
    expect(await outcomesOf(exportId)).toMatchObject({ calls: 0 });
  });

  test("looks at whose other attributes have changed, once, and does not send them", async () => {
    const { exportId } = await sending(people);
    await run(exportId);
    await change(sandbox, exportId, "a", { shoeSize: "38" });
    expect(await outcomesOf(exportId)).toMatchObject({
      ...{ calls: 0, told: ["a UNCHANGED", "b UNCHANGED", "c UNCHANGED"] },
    });
    expect(await lookedAtBy(exportId)).toBe(1);
    await run(exportId);
    expect(await lookedAtBy(exportId)).toBe(0);
  });

  test("sends of a changed matching only those whose contact is another one by it", async () => {
    const { exportId } = await sending({ ...people, c: { email: "c@example.com", city: "Almaty" } });
    await run(exportId);
    await sandbox.dataSource.query(
      `update export set matching = jsonb_path_query_array(matching, '$[*] ? (@.target != "first_name")') where id = $1`,
      [exportId],
    );
    expect(await outcomesOf(exportId)).toMatchObject({
      ...{ calls: 1, told: ["a DELIVERED", "b DELIVERED", "c UNCHANGED"] },
    });
    expect(await outcomesOf(exportId)).toMatchObject({ calls: 0 });
  });

  test("sends everybody where it is asked to", async () => {
    const { exportId } = await sending(people);
    await run(exportId);
    expect(await run(exportId, { full: true })).toMatchObject({
      ...{ isFull: true, deliveredCount: 3, unchangedCount: 0 },
    });
    expect(await run(exportId)).toMatchObject({ isFull: false, deliveredCount: 0, unchangedCount: 3 });
  });

  test("tries whoever was rejected each time", async () => {
    const { exportId } = await sending({ ...people, b: { ...people.b, city: "x".repeat(61) } });
    await run(exportId);
    const again = { calls: 0, told: ["a UNCHANGED", "b REJECTED", "c UNCHANGED"] };
    expect(await outcomesOf(exportId)).toMatchObject(again);
    await change(sandbox, exportId, "b", { city: "Astana" });
    expect(await outcomesOf(exportId)).toMatchObject({ calls: 1 });
  });

  test("tells whoever has been suppressed since, though nothing else has changed", async () => {
    const { exportId } = await sending(
      Object.fromEntries([..."abc"].map((letter) => [letter, { email: `${letter}@quiet.example` }])),
      { suppressions: ["BOUNCE"] },
    );
    await run(exportId);
    await suppress(sandbox.simulator, "bounces", "b@quiet.example");
    expect(await outcomesOf(exportId)).toMatchObject({
      ...{ calls: 0, told: ["a UNCHANGED", "b SUPPRESSED", "c UNCHANGED"] },
    });
  });

  test("adds who is new", async () => {
    const { exportId, listId } = await sending(people);
    await leave(sandbox, exportId, "c");
    await run(exportId);
    await comeBack(sandbox, exportId, "c");
    expect(await outcomesOf(exportId)).toMatchObject({
      ...{ calls: 1, told: ["a UNCHANGED", "b UNCHANGED", "c DELIVERED"] },
    });
    expect(await sandbox.addressesOn(listId)).toHaveLength(3);
  });

  test("says the same of them in the download, and by kind", async () => {
    const { exportId } = await sending(people);
    await run(exportId);
    await change(sandbox, exportId, "b", { name: "Bert" });
    const { id } = await run(exportId);
    const linesOf = async (query: string) =>
      (await (await fetch(`${sandbox.url}/runs/${id}/outcomes.csv${query}`)).text())
        .trim()
        .split("\r\n")
        .slice(1);
    expect(await linesOf("")).toEqual(["a,UNCHANGED,,,,,,", "b,DELIVERED,,,,,,1", "c,UNCHANGED,,,,,,"]);
    expect(await linesOf("?kind=UNCHANGED")).toEqual(["a,UNCHANGED,,,,,,", "c,UNCHANGED,,,,,,"]);
    expect(await linesOf("?kind=DELIVERED")).toEqual(["b,DELIVERED,,,,,,1"]);
    const { outcomes } = await sandbox.ask(
      "query ($id: ID!) { outcomes(runId: $id, kind: UNCHANGED) { totalCount edges { node { profileKey } } } }",
      { id },
    );
    expect(outcomes).toMatchObject({ totalCount: 2, edges: { length: 2 } });
  });
});

describe("an address that several profiles have", () => {
  const shared = {
    a: { email: "a@shared.example", name: "Ada" },
    b: { email: "b@shared.example", name: "Bob" },
    c: { email: "b@shared.example", name: "Bea" },
  };

  test("stays with its owner who is unchanged, whoever else has it", async () => {
    const { exportId } = await sending(shared);
    await run(exportId);
    await change(sandbox, exportId, "c", { name: "Berta" });
    await change(sandbox, exportId, "a", { email: "b@shared.example" });
    expect(await outcomesOf(exportId)).toMatchObject({
      ...{ calls: 0, told: ["a DUPLICATE of b", "b UNCHANGED", "c DUPLICATE of b"] },
    });
  });

  test("goes to the next one when its owner leaves", async () => {
    const { exportId } = await sending(shared, { syncMode: "MIRROR" });
    await run(exportId);
    await leave(sandbox, exportId, "b");
    expect(await outcomesOf(exportId)).toMatchObject({ calls: 1, told: ["a UNCHANGED", "c DELIVERED"] });
    expect((await contactOf(sandbox, "b@shared.example")).first_name).toBe("Bea");
    await comeBack(sandbox, exportId, "b");
    expect(await outcomesOf(exportId)).toMatchObject({
      ...{ calls: 0, told: ["a UNCHANGED", "b DUPLICATE of c", "c UNCHANGED"] },
    });
  });

  test("goes to the next one when its owner has a new address, though the old record names them", async () => {
    const { exportId, listId } = await sending(shared);
    await run(exportId);
    await change(sandbox, exportId, "b", { email: "new@shared.example" });
    expect(await outcomesOf(exportId)).toMatchObject({
      told: ["a UNCHANGED", "b DELIVERED", "c DELIVERED"],
    });
    expect(await outcomesOf(exportId)).toMatchObject({ calls: 0 });
    expect(await sandbox.addressesOn(listId)).toHaveLength(3);
  });
});

/** How many the last run has read: whoever is passed over has claimed no address. */
async function lookedAtBy(exportId: string): Promise<number> {
  const [{ count }] = await sandbox.dataSource.query(
    `select count(*) from run_address
     where run_id = (select id from export_run where export_id = $1 order by queued_at desc limit 1)`,
    [exportId],
  );
  return count;
}
