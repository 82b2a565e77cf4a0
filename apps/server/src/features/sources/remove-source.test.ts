import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { aServer, type TestServer } from "../../testing/a-server.ts";
import { allProfiles, aSource, clearProfiles } from "../../testing/a-source.ts";

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterEach(async () => await clearProfiles(server));
afterAll(async () => await server.close());

const remove = async (id: string) =>
  (
    await server.ask(
      `mutation ($id: ID!) {
         removeSource(id: $id) { __typename ... on SourceRemoved { id } ... on SourceInUse { message } }
       }`,
      { id },
    )
  ).removeSource;

describe("removeSource", () => {
  test("takes its profiles, its fields and its place in segments away, and leaves those of others", async () => {
    const gone = await aSource(server, "id,only_here\n1,a\n2,b\nbroken\n");
    await aSource(server, "id,name\n1,Ada\n");
    const { createSegment } = await server.ask(
      `mutation { createSegment(input: { name: "Everybody", kind: ALL }) { ... on Segment { id memberCount } } }`,
    );
    expect(createSegment.memberCount).toBe(3);

    expect(await remove(gone.id)).toEqual({ __typename: "SourceRemoved", id: gone.id });
    await vi.waitFor(async () => {
      const { segment } = await server.ask(
        `query ($id: ID!) { segment(id: $id) { memberCount } }`,
        createSegment,
      );
      expect(segment.memberCount).toBe(1);
    });
    expect(await allProfiles(server)).toEqual([{ id: "1", name: "Ada" }]);
    expect(await server.ask("{ profileFields { name } profiles { totalCount } }")).toEqual({
      profileFields: [{ name: "id" }, { name: "name" }],
      profiles: { totalCount: 1 },
    });
    expect(await server.dataSource.query("select from rejected_line")).toEqual([]);
  });

  test("waits for nobody: says that it is in use while it is being loaded", async () => {
    const { id } = await aSource(server, "id\n1\n");
    await server.dataSource.query("update source set state = 'LOADING' where id = $1", [id]);
    expect(await remove(id)).toEqual({
      __typename: "SourceInUse",
      message: "It is still being loaded. Wait until it is ready.",
    });
  });

  test("says that it is in use while a run may send its profiles", async () => {
    const { id } = await aSource(server, "id\n1\n");
    const { viewer } = await server.ask("{ viewer { id } }");
    await server.dataSource.query(
      `insert into export_run (id, export_name, list_id, list_name, matching, state, started_by)
       values ($1, 'Weekly', 'list', 'List', '[]', 'SETTLING', $2)`,
      [randomUUID(), viewer.id],
    );
    expect(await remove(id)).toMatchObject({ __typename: "SourceInUse" });
    await server.dataSource.query("update export_run set state = 'SUCCEEDED'");
    expect(await remove(id)).toMatchObject({ __typename: "SourceRemoved" });
  });

  test.each([randomUUID(), "nonsense"])("does not find what is not there: %s", async (id) => {
    expect(await remove(id)).toEqual({ __typename: "NotFound" });
  });
});
