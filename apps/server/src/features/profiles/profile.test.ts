import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aServer, type TestServer } from "../../testing/a-server.ts";
import { aSource, clearProfiles } from "../../testing/a-source.ts";

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterEach(async () => await clearProfiles(server));
afterAll(async () => await server.close());

const find = async (variables: { first?: number; after?: string | null; search?: string }) =>
  (
    await server.ask(
      `query ($first: Int, $after: String, $search: String) {
         profiles(first: $first, after: $after, search: $search) {
           totalCount pageInfo { hasNextPage endCursor } edges { node { key } }
         }
       }`,
      { first: 50, ...variables },
    )
  ).profiles;
const keysOf = (page: { edges: { node: { key: string } }[] }) => page.edges.map(({ node }) => node.key);

describe("profiles", () => {
  test("come in the order of the file, page by page, each once, with the number of them all", async () => {
    await aSource(server, `id\n${[5, 3, 9, 1, 7].join("\n")}\n`);
    const seen: string[] = [];
    let page = await find({ first: 2 });
    for (;;) {
      expect(page.totalCount).toBe(5);
      seen.push(...keysOf(page));
      if (!page.pageInfo.hasNextPage) break;
      page = await find({ first: 2, after: page.pageInfo.endCursor });
    }
    expect(seen).toEqual(["5", "3", "9", "1", "7"]);
  });

  test.each([
    ["C-1", ["C-1", "C-12"]],
    ["c-1", []],
    ["ADA", ["C-12"]],
    ["  bob@", ["x"]],
    ["%", ["%_"]],
    ["_", []],
    ["' or true --", []],
    ["\0", ["C-1", "C-12", "x", "%_"]],
    ["nobody", []],
  ])(
    "are found by the beginning of an id as it is written, or of an address in any capitals: %j",
    async (search, keys) => {
      await aSource(server, "id,email\nC-1,\nC-12,Ada@example.com\nx, BOB@example.com \n%_,n/a\n", {
        emailField: "email",
      });
      const page = await find({ search });
      expect(keysOf(page)).toEqual(keys);
      expect(page.totalCount).toBe(keys.length);
    },
  );

  test("that a search finds are counted up to ten thousand", async () => {
    await aSource(server, `id\n${Array.from({ length: 10_050 }, (_, n) => `p${n}`).join("\n")}\n`);
    expect((await find({ first: 1, search: "p" })).totalCount).toBe(10_000);
    expect((await find({ first: 1 })).totalCount).toBe(10_050);
  });

  test("a cursor of another list is told apart from one of this list", async () => {
    await expect(find({ after: "nonsense" })).rejects.toThrow("BAD_USER_INPUT");
  });

  test("show lists and objects as JSON, and numbers as the file has them", async () => {
    await aSource(
      server,
      '{"id":"a","tags":["x",1],"score":12345678901234567890,"ratio":1.50,"none":null,"blank":" "}\n',
    );
    const { profiles } = await server.ask("{ profiles { edges { node { attributes { field value } } } } }");
    expect(profiles.edges[0].node.attributes).toEqual([
      { field: "id", value: "a" },
      { field: "tags", value: '["x",1]' },
      { field: "score", value: "12345678901234567890" },
      { field: "ratio", value: "1.5" },
    ]);
  });
});

describe("profileFields", () => {
  test("are told once over all sources; one that sources type differently is text", async () => {
    await aSource(server, "id,age,Vorname,mail\n1,20,Ada,ada@example.com\n");
    await aSource(server, "id,age,since\nx,old,2024-01-01\n");
    expect(
      (await server.ask("{ profileFields { name type looksLikeEmail suggestedFor } }")).profileFields,
    ).toEqual([
      { name: "id", type: "TEXT", looksLikeEmail: false, suggestedFor: null },
      { name: "age", type: "TEXT", looksLikeEmail: false, suggestedFor: null },
      { name: "Vorname", type: "TEXT", looksLikeEmail: false, suggestedFor: "first_name" },
      { name: "since", type: "DATE", looksLikeEmail: false, suggestedFor: null },
      { name: "mail", type: "TEXT", looksLikeEmail: true, suggestedFor: "email" },
    ]);
  });
});
