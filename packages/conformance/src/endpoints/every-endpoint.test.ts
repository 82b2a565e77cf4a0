import { readFileSync } from "node:fs";
import { createSendGridClient, type SendGridClient } from "@keruen/core";
import { expect, test } from "vitest";
import { aWorker } from "../fault-schedules/worker.ts";
import { useSandbox } from "../own-client/sandbox.ts";
import { aCourt } from "../specification/court.ts";
import { KNOWN_IN_ACCOUNT, KNOWN_IN_CONTACTS, violationsOf } from "../specification/known-errors.ts";
import { driveEveryEndpoint } from "./drive-every-endpoint.ts";
import { drivenEndpoints } from "./driven-endpoints.ts";
import { useEveryOperation } from "./use-every-operation.ts";

const sandbox = useSandbox();

/** Our client before Prism, at everything it can do. */
async function ourClientInCourt() {
  const { ourClient, call, account, violations } = await aCourt();
  const group = await call("POST", "/v3/asm/groups", { name: "Offers", description: "Offers" });
  await call("POST", `/v3/asm/groups/${group.body.id}/suppressions`, {
    recipient_emails: ["ada@example.com"],
  });
  await call("POST", "/v3/asm/suppressions/global", { recipient_emails: ["bob@example.com"] });
  const before = await drivenEndpoints(account);
  const used = new Set<PropertyKey>();
  const watched = new Proxy(ourClient(), {
    get: (client, name) => {
      used.add(name);
      return Reflect.get(client, name);
    },
  });
  await useEveryOperation(watched, aWorker(account));
  const driven = (await drivenEndpoints(account)).filter((endpoint) => !before.includes(endpoint));
  return { used, driven, violations: violations() };
}

const operationsOf = (client: SendGridClient) => Object.keys(client).toSorted();

test("every operation of our client keeps to SendGrid's specification on both sides, but for known errors", async () => {
  const { used, violations } = await ourClientInCourt();
  const anyClient = createSendGridClient({
    transport: () => Promise.reject(new Error("Nobody is asked")),
    baseUrl: "https://sendgrid.test",
    apiKey: () => "",
    clock: aWorker({ url: "", key: "" }).clock,
  });
  expect([...used].toSorted()).toEqual(operationsOf(anyClient));
  expect(violations).toEqual(violationsOf([...KNOWN_IN_ACCOUNT, ...KNOWN_IN_CONTACTS]));
});

test("every endpoint that our client uses is driven by SendGrid's own client as well, and is in the table", async () => {
  const { driven: ours } = await ourClientInCourt();
  await driveEveryEndpoint(sandbox);
  const theirs = await sandbox.driven();
  expect(ours.filter((endpoint) => !theirs.includes(endpoint))).toEqual([]);
  expect(endpointsInTable()).toEqual(ours);
});

/** The first cell of each row of the README's table. */
function endpointsInTable(): readonly string[] {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  return [...readme.matchAll(/^\| `([A-Z]+ \/v3\/[^`]+)` \|/gm)]
    .map(([, endpoint = ""]) => endpoint)
    .toSorted();
}
