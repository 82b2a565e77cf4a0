import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aServer, type TestServer } from "../../testing/a-server.ts";
import { aSource, clearProfiles } from "../../testing/a-source.ts";
import { keysOf, one, type Segments, segmentsOf } from "../../testing/segments.ts";

let server: TestServer;
let segments: Segments;
beforeAll(async () => {
  server = await aServer();
  segments = segmentsOf(server);
});
beforeEach(async () => {
  await aSource(
    server,
    "id,city,visits,since\n1,Almaty,3,2024-01-01\n2,almaty,12,2024-06-01\n3,Astana,7,\n4,,,\n",
  );
});
afterEach(async () => await clearProfiles(server));
afterAll(async () => await server.close());

describe("a segment whose rule no longer fits the profiles", () => {
  test("says so, keeps the members it had, and is well again once the rule is changed", async () => {
    const { id } = await segments.create({
      name: "Often",
      kind: "DYNAMIC",
      rule: one("visits", "GREATER_THAN", "5"),
    });
    await aSource(server, "id,visits\na,many\n");
    const segment = await segments.byId(id);
    expect(segment).toMatchObject({ state: "FAILED", memberCount: 2 });
    expect(segment.failure).toMatch(/^The rule no longer fits the profiles\. .* Change the rule\.$/);
    expect(keysOf(segment)).toEqual(["2", "3"]);
    expect(await segments.update({ id, name: "Often", rule: one("visits", "EQUALS", "MANY") })).toMatchObject(
      {
        state: "READY",
        failure: null,
        memberCount: 1,
      },
    );
  });
});

describe("a segment that is being built anew", () => {
  test("nobody who reads meanwhile ever sees half of the old members or half of the new", async () => {
    await aSource(
      server,
      `id,group\n${Array.from({ length: 20_000 }, (_, n) => `g${n},${n % 2}`).join("\n")}\n`,
    );
    const { id } = await segments.create({
      name: "Half",
      kind: "DYNAMIC",
      rule: one("group", "EQUALS", "0"),
    });
    const seen = new Set<string>();
    let isDone = false;
    const watching = (async () => {
      while (!isDone) {
        const [row] = await server.dataSource.query(
          `select count(*) as all, count(*) filter (where attributes->>'group' = '0') as even
           from segment_member join profile on profile.id = profile_id where segment_id = $1`,
          [id],
        );
        seen.add(`${row.all} of which ${row.even}`);
      }
    })();
    for (const group of ["1", "0", "1"])
      await segments.update({ id, name: "Half", rule: one("group", "EQUALS", group) });
    isDone = true;
    await watching;
    expect([...seen].toSorted()).toEqual(["10000 of which 0", "10000 of which 10000"]);
  });
});
