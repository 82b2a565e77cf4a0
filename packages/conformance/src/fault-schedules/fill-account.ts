/**
 * What an account holds before the first run: somebody else's people on the list, and people whom SendGrid sends nothing to.
 *
 * Reads  : a seed.
 * Writes : the list, its members, suppressions of every kind.
 * Used by: `run-schedule.ts`, before anything strikes.
 */

import { settleJob } from "@keruen/core";
import { suppressed } from "./population.ts";
import { type Account, control } from "./simulator-control.ts";
import { aWorker } from "./worker.ts";

/** Never ours to touch. */
export const FOREIGNERS: readonly string[] = Array.from(
  { length: 50 },
  (_, index) => `foreign${index}@example.com`,
);

/** So that two of the lists have more pages than one, with ours in the middle by whatever order. */
const STRANGERS = Array.from(
  { length: 1_200 },
  (_, index) => `${index < 600 ? "anna" : "zoe"}${index}@example.com`,
);

/** @returns the list's id. */
export async function fillAccount(account: Account, seed: number, profiles: number): Promise<string> {
  const worker = aWorker(account);
  const list = await worker.client.createList(`Day ${seed}`);
  if (!list.ok) throw new Error(`No list: ${list.failure.code}`);
  const contacts = FOREIGNERS.map((email) => ({ email }));
  const upsert = await worker.client.upsertContacts(JSON.stringify({ list_ids: [list.value.id], contacts }));
  if (!upsert.ok) throw new Error(`No members: ${upsert.failure.code}`);
  await settleJob(upsert.value.jobId, worker);
  await suppress(account, suppressed(seed, profiles));
  return list.value.id;
}

/** Each for another reason, in turn. */
async function suppress(account: Account, addresses: readonly string[]): Promise<void> {
  const group = await postAsm(account, "/v3/asm/groups", { name: "Offers", description: "Offers" });
  const reasons = ["unsubscribes", "bounces", "spam_reports", "invalid_emails"];
  const ofReason = (place: number) => addresses.filter((_, index) => index % (reasons.length + 1) === place);
  for (const [place, kind] of reasons.entries()) {
    const strangers = place < 2 ? STRANGERS : [];
    const emails = [...strangers.slice(0, 600), ...ofReason(place), ...strangers.slice(600)];
    if (emails.length > 0) await control(account, "POST", "/suppressions", { kind, emails });
  }
  const left = ofReason(reasons.length);
  if (left.length > 0)
    await postAsm(account, `/v3/asm/groups/${group.id}/suppressions`, { recipient_emails: left });
}

async function postAsm({ url, key }: Account, path: string, body: object): Promise<{ readonly id?: number }> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const response = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`POST ${path} answered ${response.status}`);
  return (await response.json()) as { readonly id?: number };
}
