import { settleJob } from "@keruen/core";
import { openAccount } from "../fault-schedules/bad-day.ts";
import type { Account } from "../fault-schedules/simulator-control.ts";
import { aWorker } from "../fault-schedules/worker.ts";

/** A fresh account whose only list has these people on it. Nothing strikes yet. */
export async function anAccountWithAList(account: Account, addresses: readonly string[], seed: number) {
  await openAccount(account, seed);
  const options = aWorker(account);
  const list = expectOk(await options.client.createList("Mirror"));
  const contacts = addresses.map((email) => ({ email }));
  const { jobId } = expectOk(
    await options.client.upsertContacts(JSON.stringify({ list_ids: [list.id], contacts })),
  );
  expectOk(await settleJob(jobId, options));
  return { listId: list.id, options };
}

function expectOk<Value>(
  result: { ok: true; value: Value } | { ok: false; failure: { code: string } },
): Value {
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
}
