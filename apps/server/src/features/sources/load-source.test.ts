import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createLogger } from "../../platform/logging/logger.ts";
import { aServer, type TestServer } from "../../testing/a-server.ts";
import { aSource, readySource, sendFile } from "../../testing/a-source.ts";
import { BuildSegment } from "../segments/build-segment.ts";
import { LoadSource } from "./load-source.ts";

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(async () => await server.close());

const createSource = async (fileId: string) => {
  const { createSource } = await server.ask(
    `mutation ($input: CreateSourceInput!) { createSource(input: $input) { ... on Source { id } } }`,
    { input: { name: fileId, fileId, idField: "id" } },
  );
  return createSource.id;
};

describe("LoadSource", () => {
  test("goes on where it was when its connection is cut in the middle, and ends with every row once", async () => {
    const rows = Array.from({ length: 120_000 }, (_, index) =>
      index % 1_000 === 999 ? `0,again` : `${index},x`,
    );
    const { body } = await sendFile(server, `id,name\n${rows.join("\n")}\n`);
    const id = await createSource(body.id);
    await vi.waitFor(async () => expect(await cutLoading()).toBe(1), { timeout: 20_000, interval: 1 });

    expect(await readySource(server, id)).toMatchObject({
      state: "READY",
      profileCount: 119_880,
      rejectedLineCount: 120,
    });
    const [{ profiles, lines }] = await server.dataSource.query(
      `select (select count(*) from profile where source_id = $1) as profiles,
              (select count(*) from rejected_line where file_id = $2) as lines`,
      [id, body.id],
    );
    expect([profiles, lines]).toEqual([119_880, 120]);
  });

  test("changes nothing when it is done once more", async () => {
    const source = await aSource(server, "id,name\n1,Ada\n1,Bob\n");
    const loadSource = new LoadSource(
      server.dataSource,
      new BuildSegment(server.dataSource),
      createLogger("silent"),
    );
    await loadSource.execute(source.id, new AbortController().signal);
    expect(await readySource(server, source.id)).toEqual(source);
  });

  test("fails with a sentence that says what to do where the rows are gone", async () => {
    const fileId = randomUUID();
    await server.dataSource.query(
      `insert into uploaded_file (id, name, format, size_bytes, row_count, rejected_line_count, columns, created_by)
       values ($1, 'lost.csv', 'csv', 1, 1, 0, '[{"name": "id", "type": "TEXT", "looksLikeEmail": false}]', $1)`,
      [fileId],
    );
    expect(await readySource(server, await createSource(fileId))).toMatchObject({
      state: "FAILED",
      failure: "The uploaded file is gone. Remove this source and send the file again.",
    });
  });
});

/** Ends the connection that is inserting profiles, as a crash would. @returns how many there were. */
async function cutLoading(): Promise<number> {
  const cut = await server.dataSource.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and state = 'active' and query like 'with line as%' and pid <> pg_backend_pid()`,
  );
  return cut.length;
}
