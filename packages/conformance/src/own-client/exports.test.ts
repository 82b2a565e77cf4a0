import { gunzipSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { useSandbox } from "./sandbox.ts";

const { call, aList, settled } = useSandbox();

test("SendGrid's own client asks for an export, and its file has everybody on the list with their ids", async () => {
  const listId = await aList("Exported");
  const contacts = [{ email: "ada@example.com" }, { email: "bob@example.com" }];
  const upsert = await call("PUT", "/v3/marketing/contacts", { body: { list_ids: [listId], contacts } });
  await settled(upsert.body.job_id);
  await call("PUT", "/v3/marketing/contacts", { body: { contacts: [{ email: "elsewhere@example.com" }] } });

  const started = await call("POST", "/v3/marketing/contacts/exports", { body: { list_ids: [listId] } });
  expect(started.status).toBe(202);
  const ready = await vi.waitUntil(
    async () => {
      const { body } = await call("GET", `/v3/marketing/contacts/exports/${started.body.id}`);
      return body.status === "ready" && body;
    },
    { timeout: 20_000 },
  );
  const [url, ...others] = ready.urls;
  expect(others).toEqual([]);
  const file = gunzipSync(await (await fetch(url)).arrayBuffer()).toString();
  const [header = "", ...rows] = file.trim().split(/\r?\n/);
  expect(header).toMatch(/"CONTACT_ID"/);
  expect(rows.map((row) => /"(\w+@example\.com)"/.exec(row)?.[1]).toSorted()).toEqual([
    "ada@example.com",
    "bob@example.com",
  ]);
});
