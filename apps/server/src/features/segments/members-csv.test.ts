import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aServer, type TestServer } from "../../testing/a-server.ts";
import { aSource, clearProfiles } from "../../testing/a-source.ts";

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterEach(async () => await clearProfiles(server));
afterAll(async () => await server.close());

describe("GET /segments/:id/members.csv", () => {
  test("streams every member with all attributes, quoted, and safe to open in a spreadsheet", async () => {
    await aSource(server, 'id,name,debt\n1,"Ada, ""the first""",-5\n2,=1+1,\n3,+7701,x\n', { name: "One" });
    await aSource(server, "id,town\n9,Ақтау\n", { name: "Two" });
    const { createSegment } = await server.ask(
      `mutation { createSegment(input: { name: "Everybody", kind: ALL }) { ... on Segment { id } } }`,
    );
    const response = await fetch(`${server.url}/segments/${createSegment.id}/members.csv`);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toContain(`members-${createSegment.id}.csv`);
    expect(Buffer.from(await response.arrayBuffer()).toString()).toBe(
      [
        "\ufeffprofile,id,name,town,debt",
        '1,1,"Ada, ""the first""",,-5',
        "2,2,'=1+1,,",
        "3,3,'+7701,,x",
        "9,9,,Ақтау,",
        "",
      ].join("\r\n"),
    );
  });

  test("streams more members than it reads at a time, each once", async () => {
    await aSource(server, `id\n${Array.from({ length: 2_500 }, (_, n) => `m${n}`).join("\n")}\n`, {
      name: "Many",
    });
    const { createSegment } = await server.ask(
      `mutation { createSegment(input: { name: "Many", kind: DYNAMIC, rule: {
         join: AND, groups: [], conditions: [{ field: "id", operator: STARTS_WITH, values: ["m"] }] } }) { ... on Segment { id } } }`,
    );
    const text = await (await fetch(`${server.url}/segments/${createSegment.id}/members.csv`)).text();
    expect(new Set(text.trimEnd().split("\r\n")).size).toBe(2_501);
  });

  test.each(["nonsense", "00000000-0000-4000-8000-000000000000"])(
    "answers 404 where there is none: %s",
    async (id) => {
      const response = await fetch(`${server.url}/segments/${id}/members.csv`);
      expect([response.status, await response.json()]).toMatchObject([404, { code: "not-found" }]);
    },
  );
});
