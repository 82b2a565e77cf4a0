import { createField, settleJob } from "@keruen/core";
import { expect, test } from "vitest";
import { hastyClock } from "../fault-schedules/hasty-clock.ts";
import { aCourt } from "./court.ts";

test("a custom field that is made and waited for keeps to SendGrid's specification on both sides", async () => {
  const { ourClient, violations } = await aCourt();
  const patience = { clock: hastyClock(20), random: Math.random, giveUpAfterMs: 3_600_000 };
  const made = await createField({ name: "shoe_size", type: "number" }, ourClient(), patience);
  expect(made).toMatchObject({ ok: true, value: { name: "shoe_size", type: "number", custom: true } });
  expect(violations()).toEqual([]);
});

test("leavers are taken off a list as SendGrid's specification has it, on both sides", async () => {
  const { ourClient, call, settled, violations } = await aCourt();
  const client = ourClient();
  const list = await client.createList("Left");
  if (!list.ok) throw new Error("The simulator made no list");
  const emails = ["ada@example.com", "bob@example.com", "cid@example.com"];
  const body = { list_ids: [list.value.id], contacts: emails.map((email) => ({ email })) };
  await settled((await call("PUT", "/v3/marketing/contacts", body)).body.job_id);
  const found = await call("POST", "/v3/marketing/contacts/search/emails", { emails });
  const ids = ["ada@example.com", "bob@example.com"].map((email) => found.body.result[email].contact.id);

  const removal = await client.removeFromList(list.value.id, ids);
  if (!removal.ok) throw new Error(`The removal was refused: ${removal.failure.code}`);
  const patience = { client, clock: hastyClock(20), random: Math.random, giveUpAfterMs: 3_600_000 };
  expect(await settleJob(removal.value.jobId, patience)).toMatchObject({
    ok: true,
    value: { status: "completed" },
  });
  expect(await client.list(list.value.id)).toMatchObject({ ok: true, value: { contactCount: 1 } });
  expect(violations()).toEqual([]);
});
