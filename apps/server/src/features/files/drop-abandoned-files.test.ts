import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aServer, type TestServer } from "../../testing/a-server.ts";
import { sendFile } from "../../testing/a-source.ts";
import { DropAbandonedFiles } from "./drop-abandoned-files.ts";

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(async () => await server.close());

const tablesOf = async (id: string) => {
  const [row] = await server.dataSource.query(
    `select to_regclass('staging."file_' || $1 || '"') is not null as rows,
            exists (select from uploaded_file where id = $1::uuid) as file,
            exists (select from rejected_line where file_id = $1::uuid) as lines`,
    [id],
  );
  return row;
};

describe("DropAbandonedFiles", () => {
  test("drops files that nobody made a source of within a day, and leaves younger ones and those in use", async () => {
    const [old, young, used] = await Promise.all(
      ["old", "young", "used"].map(
        async (name) => (await sendFile(server, "id\n1\n1,2\n", { name })).body.id,
      ),
    );
    await server.dataSource.query(
      "update uploaded_file set created_at = now() - interval '25 hours' where name <> 'young'",
    );
    await server.dataSource.query(
      `insert into source (id, name, state, file_id, file_name, id_field, created_by) values ($1, 'Used', 'LOADING', $1, 'used', 'id', $1)`,
      [used],
    );
    const drop = new DropAbandonedFiles(server.dataSource);
    expect(await drop.execute()).toBe(1);
    expect(await tablesOf(old)).toEqual({ rows: false, file: false, lines: false });
    for (const id of [young, used])
      expect(await tablesOf(id)).toEqual({ rows: true, file: true, lines: true });
    expect(await drop.execute()).toBe(0);
  });
});
