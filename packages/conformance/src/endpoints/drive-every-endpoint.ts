/**
 * The same endpoints as SendGrid's own client asks them, in its own words.
 *
 * Reads  : –
 * Writes : the sandbox's account.
 * Used by: the test beside this file. An endpoint that our client gains is added here.
 */
import type { useSandbox } from "../own-client/sandbox.ts";

type Sandbox = Pick<ReturnType<typeof useSandbox>, "call" | "aList" | "settled">;

const CONTACTS = "/v3/marketing/contacts";

export async function driveEveryEndpoint({ call, aList, settled }: Sandbox): Promise<void> {
  for (const path of ["/v3/scopes", "/v3/user/account", `${CONTACTS}/count`, "/v3/marketing/lists"])
    await call("GET", path);
  await call("GET", "/v3/marketing/field_definitions");
  await call("POST", "/v3/marketing/field_definitions", { body: { name: "hat_size", field_type: "Text" } });
  const listId = await aList("Everything");
  await call("GET", `/v3/marketing/lists/${listId}`);

  const contacts = [{ email: "ada@everything.test" }];
  const upsert = await call("PUT", CONTACTS, { body: { list_ids: [listId], contacts } });
  await settled(upsert.body.job_id);
  await call("PUT", `${CONTACTS}/imports`, {
    body: { file_type: "csv", field_mappings: ["_rf2_T"], list_ids: [listId] },
  });
  const started = await call("POST", `${CONTACTS}/exports`, { body: { list_ids: [listId] } });
  await call("GET", `${CONTACTS}/exports/${started.body.id}`);
  const found = await call("POST", `${CONTACTS}/search/emails`, {
    body: { emails: ["ada@everything.test"] },
  });
  const { id } = found.body.result["ada@everything.test"].contact;
  await call("DELETE", `/v3/marketing/lists/${listId}/contacts`, { qs: { contact_ids: id } });
  await call("DELETE", CONTACTS, { qs: { ids: id } });
  await readSuppressions(call);
}

async function readSuppressions(call: Sandbox["call"]): Promise<void> {
  for (const kind of ["unsubscribes", "bounces", "spam_reports", "invalid_emails"])
    await call("GET", `/v3/suppression/${kind}`, { qs: { limit: 500, offset: 0 } });
  const group = await call("POST", "/v3/asm/groups", { body: { name: "Offers", description: "Offers" } });
  await call("GET", "/v3/asm/groups");
  await call("GET", `/v3/asm/groups/${group.body.id}/suppressions`);
}
