import type { SuppressionList } from "@keruen/core";
import { expect, test } from "vitest";
import { control } from "../fault-schedules/simulator-control.ts";
import { aCourt } from "./court.ts";
import { KNOWN_IN_SUPPRESSIONS, violationsOf } from "./known-errors.ts";

const LISTS = {
  unsubscribes: "unsubscribes",
  bounces: "bounces",
  "spam-reports": "spam_reports",
  "invalid-emails": "invalid_emails",
} as const;

test("our client reads every suppression list to its end as SendGrid's specification has it, on both sides", async () => {
  const { ourClient, account, violations } = await aCourt();
  const client = ourClient();
  for (const [list, kind] of Object.entries(LISTS)) {
    const emails = Array.from({ length: 700 }, (_, index) => `${kind}${index}@example.com`);
    await control(account, "POST", "/suppressions", { kind, emails });
    const read = new Set<string>();
    for await (const page of client.suppressions(list as SuppressionList))
      for (const address of page.ok ? page.value : []) read.add(address);
    expect([...read].toSorted()).toEqual(emails.toSorted());
  }
  expect(violations()).toEqual([]);
});

test("our client reads unsubscribe groups and who has left them as SendGrid's specification has it, on both sides", async () => {
  const { ourClient, call, violations } = await aCourt();
  const group = await call("POST", "/v3/asm/groups", { name: "Offers", description: "What is cheap today" });
  await call("POST", `/v3/asm/groups/${group.body.id}/suppressions`, {
    recipient_emails: ["Ada@Example.com"],
  });
  expect(await ourClient().suppressionGroups()).toEqual({
    ok: true,
    value: [{ id: group.body.id, name: "Offers", unsubscribes: 1 }],
  });
  const pages = [];
  for await (const page of ourClient().suppressions({ group: group.body.id })) pages.push(page);
  expect(pages).toEqual([{ ok: true, value: ["ada@example.com"] }]);
  expect(violations()).toEqual([]);
});

test("a key that is revoked or may not read suppressions is refused in the documented way, but for known errors", async () => {
  const { ourClient, account, violations } = await aCourt();
  const refusals = async (key: "GOOD" | "REVOKED") => {
    const answers: unknown[] = [await ourClient(key).suppressionGroups()];
    for (const list of [...(Object.keys(LISTS) as SuppressionList[]), { group: 1 }])
      for await (const page of ourClient(key).suppressions(list)) answers.push(page);
    return answers;
  };
  const refused = (code: string) => Array.from({ length: 6 }, () => ({ ok: false, failure: { code } }));
  expect(await refusals("REVOKED")).toMatchObject(refused("unauthorized"));
  const fault = { kind: "status", status: 403 };
  await control(account, "POST", "/faults", { endpoint: "*", times: 6, fault });
  expect(await refusals("GOOD")).toMatchObject(refused("suppressions-unreadable"));
  expect(violations()).toEqual(violationsOf(KNOWN_IN_SUPPRESSIONS));
});
