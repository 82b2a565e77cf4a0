import { createSendGridClient, type ListMember, settleJob } from "@keruen/core";
import { hastyClock } from "../fault-schedules/hasty-clock.ts";
import { type Account, control } from "../fault-schedules/simulator-control.ts";
import { httpTransport } from "../http-transport.ts";

/** A fresh account whose only list has these people on it. Nothing strikes yet. */
export async function anAccountWithAList(account: Account, addresses: readonly string[]) {
  await control(account, "POST", "/reset");
  await control(account, "PUT", "/settings", { jobDelayMs: 0, jobLingerMs: 0, rateLimits: "none" });
  const clock = hastyClock(20);
  const client = createSendGridClient({
    transport: httpTransport,
    baseUrl: account.url,
    apiKey: () => account.key,
    clock,
  });
  const options = { client, clock, random: Math.random, giveUpAfterMs: 3_600_000 };
  const list = expectOk(await client.createList("Mirror"));
  const contacts = addresses.map((email) => ({ email }));
  const { jobId } = expectOk(await client.upsertContacts(JSON.stringify({ list_ids: [list.id], contacts })));
  expectOk(await settleJob(jobId, options));
  return { listId: list.id, options };
}

/** Everybody on a list, by the control plane, which faults do not strike. */
export async function membersOf(account: Account, listId: string): Promise<readonly ListMember[]> {
  const members: ListMember[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const query: string = `/contacts?list=${listId}&limit=5000${after === "" ? "" : `&after=${after}`}`;
    const page = (await control(account, "GET", query)) as Page;
    members.push(...page.contacts.map(({ id, email }) => ({ email, contactId: id })));
    after = page.next;
  }
  return members;
}

type Page = { readonly contacts: readonly { id: string; email: string }[]; readonly next: string | null };

function expectOk<Value>(
  result: { ok: true; value: Value } | { ok: false; failure: { code: string } },
): Value {
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
}
