import { randomUUID } from "node:crypto";
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

describe("segments", () => {
  test("come by name without regard to capitals, page by page, and each member page by page", async () => {
    for (const name of ["б", "A", "b", "Ә", "a b"]) await segments.create({ name, kind: "ALL" });
    const names: string[] = [];
    let after: string | null = null;
    do {
      const { segments: page } = await server.ask(
        `query ($after: String) { segments(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { name } } } }`,
        { after },
      );
      expect(page.totalCount).toBe(5);
      names.push(...page.edges.map(({ node }: never) => (node as { name: string }).name));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(names).toEqual(["A", "a b", "b", "б", "Ә"]);

    const MEMBERS =
      "members(first: 3, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { key } } }";
    const membersAfter = async (cursor: string | null) =>
      (
        await server.ask(`query ($after: String) { segments(first: 1) { edges { node { ${MEMBERS} } } } }`, {
          after: cursor,
        })
      ).segments.edges[0].node;
    const first = await membersAfter(null);
    expect([first.members.totalCount, keysOf(first)]).toEqual([4, ["1", "2", "3"]]);
    const second = await membersAfter(first.members.pageInfo.endCursor);
    expect([second.members.pageInfo.hasNextPage, keysOf(second)]).toEqual([false, ["4"]]);
  });
});

describe("segmentPreview", () => {
  test("counts everybody, shows the first ten, and stores nothing", async () => {
    await aSource(server, `id,city\n${Array.from({ length: 30 }, (_, n) => `x${n},Aktau`).join("\n")}\n`);
    const shown = await segments.preview(one("city", "STARTS_WITH", "a"));
    expect(shown.memberCount).toBe(33);
    expect(shown.members).toHaveLength(10);
    expect((await server.ask("{ segments { totalCount } }")).segments.totalCount).toBe(0);
  });

  test("an empty group takes everybody", async () => {
    expect(await segments.preview({ join: "OR", conditions: [], groups: [] })).toMatchObject({
      memberCount: 4,
    });
  });
});

describe("removeSegment", () => {
  test("takes it and its members away, unless exports use it: then it names them", async () => {
    const { id } = await segments.create({ name: "Used", kind: "ALL" });
    const exportId = await anExport("Weekly", id);
    expect(await segments.remove(id)).toEqual({ __typename: "SegmentInUse", exports: ["Weekly"] });
    expect(
      (await server.ask("{ segments { edges { node { usedBy } } } }")).segments.edges[0].node.usedBy,
    ).toEqual(["Weekly"]);

    await server.dataSource.query("delete from export where id = $1", [exportId]);
    expect(await segments.remove(id)).toEqual({ __typename: "SegmentRemoved", id });
    expect(await server.dataSource.query("select from segment_member")).toEqual([]);
    expect(await segments.remove(id)).toEqual({ __typename: "NotFound" });
  });
});

async function anExport(name: string, segmentId: string): Promise<string> {
  const id = randomUUID();
  await server.dataSource.query(
    `with destination as (
       insert into destination (id, name, state, api_key_id, sealed_api_key, created_by)
       values ($1, $2, 'READY', 'key', '{}', $1) returning id
     ), export as (
       insert into export (id, name, destination_id, list_id, list_name, matching, created_by)
       select id, $2, id, 'list', 'List', '[]', id from destination returning id
     )
     insert into export_segment (export_id, segment_id) select id, $3 from export`,
    [id, name, segmentId],
  );
  return id;
}
