import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createLogger } from "../../platform/logging/logger.ts";
import { TaskQueue } from "../../platform/tasks/task-queue.ts";
import { aServer, type TestServer } from "../../testing/a-server.ts";
import { aSource, readySource, sendFile } from "../../testing/a-source.ts";
import { someErasedAddresses } from "../../testing/erasures.ts";
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
    const logger = createLogger("silent");
    const tasks = new TaskQueue(server.databaseUrl, logger); // not started: it must have nothing to enqueue
    const loadSource = new LoadSource(
      server.dataSource,
      new BuildSegment(server.dataSource),
      tasks,
      logger,
      someErasedAddresses(),
    );
    await loadSource.execute(source.id, new AbortController().signal);
    expect(await readySource(server, source.id)).toEqual(source);
  });

  test("fails with a sentence that says what to do where the rows are gone, and keeps nothing of it", async () => {
    const { body } = await sendFile(server, `id,half\n${"1,x\n".repeat(10)}`);
    await server.dataSource.query(`drop table staging."file_${body.id}"`);
    const id = await createSource(body.id);
    expect(await readySource(server, id)).toMatchObject({
      state: "FAILED",
      failure: "The uploaded file is gone. Remove this source and send the file again.",
      profileCount: 0,
    });
    expect((await server.ask("{ profileFields { name } }")).profileFields).not.toContainEqual({
      name: "half",
    });
  });

  test("fails where the database refuses a row, and takes back the profiles that it had made already", async () => {
    const { body } = await sendFile(
      server,
      `id,n\n${Array.from({ length: 60_000 }, (_, n) => `r${n},${n}`).join("\n")}\n`,
    );
    await server.dataSource.query(`alter table profile add constraint no_last_row check (key <> 'r59999')`);
    const id = await createSource(body.id);
    expect(await readySource(server, id)).toMatchObject({
      state: "FAILED",
      profileCount: 0,
      failure: expect.stringContaining("23514"),
    });
    await vi.waitFor(async () =>
      expect(await server.dataSource.query("select from profile where source_id = $1 limit 1", [id])).toEqual(
        [],
      ),
    );
    await server.dataSource.query("alter table profile drop constraint no_last_row");
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
