import type { Sandbox } from "./a-sandbox.ts";

/** Somebody takes these off a list in SendGrid itself. */
export async function removeByHand(
  { simulator, addressesOn }: Sandbox,
  listId: string,
  ...emails: readonly string[]
): Promise<void> {
  const { contacts } = (await (
    await fetch(`${simulator.url}/_simulator/contacts?limit=5000&list=${listId}`)
  ).json()) as { contacts: readonly { id: string; email: string }[] };
  const ids = contacts.filter(({ email }) => emails.includes(email)).map(({ id }) => id);
  const query = `contact_ids=${encodeURIComponent(ids.join(","))}`;
  await call(simulator, "DELETE", `/v3/marketing/lists/${listId}/contacts?${query}`);
  await until(async () => !(await addressesOn(listId)).some((email) => emails.includes(email)));
}

/** Somebody puts these on a list in SendGrid itself. */
export async function addByHand(
  { simulator, addressesOn }: Sandbox,
  listId: string,
  ...emails: readonly string[]
): Promise<void> {
  const contacts = emails.map((email) => ({ email }));
  await call(simulator, "PUT", "/v3/marketing/contacts", { list_ids: [listId], contacts });
  await until(async () => {
    const onList = await addressesOn(listId);
    return emails.every((email) => onList.includes(email.toLowerCase()));
  });
}

async function call({ url, keys }: Sandbox["simulator"], method: string, path: string, body?: object) {
  const headers = { authorization: `Bearer ${keys.GOOD}`, "content-type": "application/json" };
  const response = await fetch(`${url}${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** SendGrid works on it after it has answered. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(setImmediate);
}
