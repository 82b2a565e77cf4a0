import { expect, test, vi } from "vitest";
import { aCourt, NOBODY } from "./court.ts";

test("an export, from the request to the last file, keeps to SendGrid's specification on both sides", async () => {
  const { ourClient, call, settled, violations } = await aCourt();
  const client = ourClient();
  const list = await client.createList("Exported");
  if (!list.ok) throw new Error("The simulator made no list");
  const contacts = [{ email: "ada@example.com" }, { email: "bob@example.com" }];
  const upsert = await call("PUT", "/v3/marketing/contacts", { list_ids: [list.value.id], contacts });
  await settled(upsert.body.job_id);

  const started = await client.startExport({ listIds: [list.value.id] });
  if (!started.ok) throw new Error(`The export was refused: ${started.failure.code}`);
  const ready = await vi.waitUntil(
    async () => {
      const asked = await client.export(started.value.exportId);
      return asked.ok && asked.value.status === "ready" && asked.value;
    },
    { timeout: 20_000 },
  );
  const members: string[] = [];
  for (const url of ready.urls)
    await client.downloadExport(
      url,
      async (some) => void members.push(...some.map(({ email }) => String(email))),
    );
  expect(members.toSorted()).toEqual(["ada@example.com", "bob@example.com"]);

  await call("GET", "/v3/marketing/contacts/exports");
  expect(await client.export(NOBODY)).toMatchObject({ ok: false, failure: { code: "not-found" } });
  expect(violations()).toEqual([]);
});
