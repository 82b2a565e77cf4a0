import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { startSimulator } from "../start-simulator.ts";
import { SCHEMA_VERSION } from "./schema.ts";

function aFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "simulator-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return path.join(folder, "sandbox.sqlite");
}

/** Takes away what version 2 has added. */
function makeVersion1(file: string): void {
  const sqlite = new DatabaseSync(file);
  sqlite.exec(`
    alter table job drop column delay_share;
    alter table job drop column fate;
    drop table import;
    drop table export;
    drop table suppression;
    drop table suppression_group;
    drop table subuser;
    pragma user_version = 1`);
  sqlite.close();
}

const columnsOf = (file: string): unknown[] => {
  const sqlite = new DatabaseSync(file, { readOnly: true });
  const columns = sqlite
    .prepare(
      "select t.name as 'table', c.cid, c.name from sqlite_schema t, pragma_table_info(t.name) c where t.type = 'table' order by 1, 2",
    )
    .all();
  sqlite.close();
  return columns;
};

test("a file of an earlier simulator is brought up to date: its key still opens it, its contacts and jobs are there", async () => {
  const file = aFile();
  const before = await startSimulator({ data: file, settings: { jobDelayMs: 0, jobLingerMs: 0 } });
  const headers = { authorization: `Bearer ${before.keys.GOOD}`, "content-type": "application/json" };
  const upsert = await fetch(`${before.url}/v3/marketing/contacts`, {
    method: "PUT",
    headers,
    body: JSON.stringify({ contacts: [{ email: "ada@example.com" }] }),
  });
  const { job_id } = (await upsert.json()) as { job_id: string };
  await before.close();
  const columns = columnsOf(file);
  makeVersion1(file);
  expect(columnsOf(file)).not.toEqual(columns);

  const after = await startSimulator({ data: file, settings: { jobDelayMs: 0, jobLingerMs: 0 } });
  onTestFinished(() => after.close());
  const asked = async (address: string) =>
    (await fetch(`${after.url}/v3/marketing/contacts${address}`, { headers })).json();
  await expect.poll(() => asked(`/imports/${job_id}`)).toMatchObject({ status: "completed" });
  expect(await asked("/count")).toMatchObject({ contact_count: 1 });
  expect(columnsOf(file)).toEqual(columns);
});

test("a file of a later simulator is refused and left alone", async () => {
  const file = aFile();
  await (await startSimulator({ data: file })).close();
  const sqlite = new DatabaseSync(file);
  sqlite.exec(`pragma user_version = ${SCHEMA_VERSION + 1}`);
  sqlite.close();
  await expect(startSimulator({ data: file })).rejects.toThrow("newer simulator");
});
