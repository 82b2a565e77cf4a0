import { createSendGridClient, type HttpRequest, type SendGridClient } from "@keruen/core";
import { expect, test } from "vitest";
import { aCourt } from "./court.ts";

/** Our client with one mistake, made on each of its requests. */
async function inCourt(
  change: (request: HttpRequest) => HttpRequest,
  ask: (client: SendGridClient) => unknown,
) {
  const { account, transport, clock, violations } = await aCourt();
  const client = createSendGridClient({
    transport: (request) => transport(change(request)),
    baseUrl: account.url,
    apiKey: () => account.key,
    clock,
  });
  await ask(client);
  return violations();
}

const without = (header: string) => (request: HttpRequest) => ({
  ...request,
  headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => name !== header)),
});

const addressed =
  (from: string, to: string) =>
  ({ url, ...request }: HttpRequest) => ({ ...request, url: url.replace(from, to) });

const upsert = (client: SendGridClient) =>
  client.upsertContacts('{"contacts":[{"email":"ada@example.com"}]}');
const readBounces = async (client: SendGridClient) => {
  for await (const page of client.suppressions("bounces")) if (!page.ok) return;
};

test.each([
  { flaw: "sends no key", change: without("authorization"), ask: upsert },
  { flaw: "does not say that it sends JSON", change: without("content-type"), ask: upsert },
  {
    flaw: "asks for pages of a size there is not",
    change: addressed("limit=500", "limit=all"),
    ask: readBounces,
  },
  { flaw: "misspells a path", change: addressed("bounces", "bounced"), ask: readBounces },
  {
    flaw: "exports a list by its name",
    change: (request: HttpRequest) => request,
    ask: (client: SendGridClient) => client.startExport({ listIds: ["Newsletter"] }),
  },
])("a client that $flaw is found out", async ({ change, ask }) => {
  expect(await inCourt(change, ask)).not.toEqual([]);
});

test("nothing is found of the same requests as our client makes them", async () => {
  const same = (request: HttpRequest) => request;
  expect([...(await inCourt(same, upsert)), ...(await inCourt(same, readBounces))]).toEqual([]);
});
