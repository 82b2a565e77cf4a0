/**
 * Everything our client can do, once each, as a run and the screens before it would.
 *
 * Reads  : –
 * Writes : the account: a list, a field, three people, one of whom is deleted again.
 * Used by: the test beside this file.
 */
import {
  type Patience,
  type Result,
  readRefused,
  type SendGridClient,
  type SuppressionList,
  settleJob,
} from "@keruen/core";
import { vi } from "vitest";

const SUPPRESSIONS: Record<Extract<SuppressionList, string>, true> = {
  ...{ unsubscribes: true, bounces: true, "spam-reports": true, "invalid-emails": true },
};

export async function useEveryOperation(client: SendGridClient, patience: Patience): Promise<void> {
  const options = { ...patience, client };
  must(await client.scopes());
  must(await client.account());
  must(await client.contactCounts());
  must(await client.lists());
  must(await client.fieldNames());
  const emailId = must(await client.fieldDefinitions()).find(({ id }) => id === "email")?.definitionId ?? "";
  must(await client.createFieldDefinition({ name: "shoe_size", type: "number" }));
  const { id: listId } = must(await client.createList("Everything"));

  await upsert(client, listId, options);
  await importFile(client, { listId, emailId }, options);
  await leave(client, listId);
  must(await client.list(listId));
  await erase(client, "ada@example.com", options);
  await readSuppressions(client);
}

async function upsert(
  client: SendGridClient,
  listId: string,
  options: Patience & { client: SendGridClient },
) {
  const contacts = [
    { email: "ada@example.com" },
    { email: "bob@example.com", custom_fields: { e3_D: "no date" } },
  ];
  const { jobId } = must(await client.upsertContacts(JSON.stringify({ list_ids: [listId], contacts })));
  const settled = must(await settleJob(jobId, options));
  must(await readRefused(jobId, settled, async () => undefined, options));
}

async function importFile(
  client: SendGridClient,
  { listId, emailId }: { listId: string; emailId: string },
  options: Patience & { client: SendGridClient },
) {
  const started = must(await client.startImport({ fieldMappings: [emailId], listIds: [listId] }));
  const file = new Blob(["email\ncid@example.com\n"]);
  must(await client.uploadFile(started, { bytes: file.size, stream: file.stream() }));
  must(await settleJob(started.jobId, options));
}

/** Exports the list and takes everybody off it. */
async function leave(client: SendGridClient, listId: string) {
  const { exportId } = must(await client.startExport({ listIds: [listId] }));
  const urls = await vi.waitUntil(
    async () => {
      const { status, urls } = must(await client.export(exportId));
      return status === "ready" && urls;
    },
    { timeout: 20_000 },
  );
  const ids: string[] = [];
  for (const url of urls)
    must(
      await client.downloadExport(
        url,
        async (members) => void ids.push(...members.map(({ contactId }) => contactId)),
      ),
    );
  must(await client.removeFromList(listId, ids));
}

/** Deletes one contact for good, once it can be found. */
async function erase(client: SendGridClient, email: string, options: Patience & { client: SendGridClient }) {
  const { contactId } = must(await client.findContact(email));
  if (contactId === null) throw new Error("Nobody has the address");
  const { jobId } = must(await client.deleteContacts([contactId]));
  must(await settleJob(jobId, options));
}

async function readSuppressions(client: SendGridClient) {
  const groups = must(await client.suppressionGroups()).map(({ id }) => ({ group: id }));
  if (groups.length === 0) throw new Error("There is no unsubscribe group to read");
  for (const list of [...(Object.keys(SUPPRESSIONS) as SuppressionList[]), ...groups])
    for await (const page of client.suppressions(list)) must(page);
}

function must<Value>(result: Result<Value, { readonly code: string }>): Value {
  if (!result.ok) throw new Error(`The client was refused: ${result.failure.code}`);
  return result.value;
}
