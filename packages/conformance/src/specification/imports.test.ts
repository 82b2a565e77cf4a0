import { settleJob } from "@keruen/core";
import { expect, test } from "vitest";
import { hastyClock } from "../fault-schedules/hasty-clock.ts";
import { aCourt, NOBODY } from "./court.ts";

test("an import keeps to SendGrid's specification on both sides", async () => {
  const { ourClient, violations } = await aCourt();
  const client = ourClient();
  const list = await client.createList("Imported");
  if (!list.ok) throw new Error("The simulator made no list");
  const started = await client.startImport({ fieldMappings: ["_rf2_T"], listIds: [list.value.id] });
  if (!started.ok) throw new Error(`The import was refused: ${started.failure.code}`);
  const file = new Blob(["email\nada@example.com\nbob@example.com\n"]);
  const uploaded = await client.uploadFile(started.value, { bytes: file.size, stream: file.stream() });
  expect(uploaded.ok).toBe(true);

  const patience = { client, clock: hastyClock(20), random: Math.random, giveUpAfterMs: 3_600_000 };
  const settled = await settleJob(started.value.jobId, patience);
  expect(settled).toMatchObject({ ok: true, value: { status: "completed", createdCount: 2 } });
  expect(violations()).toEqual([]);
});

test("an import that is refused is refused in the documented way", async () => {
  const { call, violations } = await aCourt();
  const path = "/v3/marketing/contacts/imports";
  const answers = [
    await call("PUT", path, { file_type: "csv", field_mappings: ["_no_such_field"] }),
    await call("PUT", path, { file_type: "csv", field_mappings: ["_rf2_T"], list_ids: [NOBODY] }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([400, 404]);
  expect(violations()).toEqual([]);
});
