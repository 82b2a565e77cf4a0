import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import type { KeyKind } from "../account/account-keys.ts";
import { startSimulator } from "../start-simulator.ts";
import { aSimulator, clientOf } from "../testing/a-simulator.ts";
import { EMAIL, startImport, upload } from "../testing/an-import.ts";

const ADA = [{ email: "ada@example.com" }];
const BOB = [{ email: "bob@example.com" }];
const EXPORTS = "/v3/marketing/contacts/exports";

type Client = ReturnType<typeof clientOf>;
type KeyOf = { kind: KeyKind; apiKey: string };

/** The subuser's own client, with their own keys. */
function ownClient({ url }: Client, keys: readonly KeyOf[]): Client {
  const byKind = Object.fromEntries(keys.map(({ kind, apiKey }) => [kind, apiKey]));
  return clientOf({ url, keys: byKind as Record<KeyKind, string>, close: async () => undefined });
}

/** A parent with one subuser; `behalf` calls with the parent's key on the subuser's behalf. */
async function aParent(options: Parameters<typeof aSimulator>[0] = {}) {
  const parent = await aSimulator({ ...options, settings: { exportDelayMs: 0, ...options.settings } });
  const made = await parent.call("POST", "/_simulator/subusers", { name: "shop-almaty" });
  expect(made.status).toBe(201);
  const own = ownClient(parent, made.body.keys);
  const behalf = async (method: string, address: string, body?: unknown, name = "shop-almaty") => {
    const headers = { authorization: `Bearer ${parent.keys.GOOD}`, "on-behalf-of": name };
    const type = { "content-type": "application/json" };
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(parent.url + address, { method, headers: { ...headers, ...type }, ...json });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
  return { ...parent, parent, own, behalf, id: made.body.id as number };
}

describe("a subuser", () => {
  test("has contacts, lists, fields and jobs that the parent does not see, and the other way round", async () => {
    const { parent, own } = await aParent();
    const list = await own.listId();
    const job = await own.upsert(ADA, [list]);
    await own.settled(job);
    await parent.settled(await parent.upsert(BOB));
    expect(await own.contact("ada@example.com")).toMatchObject({ list_ids: [list] });
    expect(await parent.contact("ada@example.com")).toBeNull();
    expect(await own.contact("bob@example.com")).toBeNull();
    expect((await parent.job(job.body.job_id)).status).toBe(404);
    expect((await parent.upsert(BOB, [list])).status).toBe(404);
    await own.call("POST", "/v3/marketing/field_definitions", { name: "visits", field_type: "Number" });
    const [theirs, ours] = await Promise.all(
      [own, parent].map(({ call }) => call("GET", "/v3/marketing/field_definitions")),
    );
    expect([theirs?.body.custom_fields.length, ours?.body.custom_fields.length]).toEqual([4, 3]);
  });

  test("is acted for by the parent's key and the subuser's name, with the rights of that key", async () => {
    const { parent, own, behalf } = await aParent();
    await own.settled(await behalf("PUT", "/v3/marketing/contacts", { contacts: ADA }));
    expect(await own.contact("ada@example.com")).not.toBeNull();
    expect((await parent.state()).contactCount).toBe(0);
    expect((await parent.state()).calls.map(({ subuser }) => subuser)).toContain("shop-almaty");
    const headers = {
      authorization: `Bearer ${parent.keys.WITHOUT_MARKETING}`,
      "on-behalf-of": "shop-almaty",
    };
    expect((await fetch(`${parent.url}/v3/marketing/lists`, { headers })).status).toBe(403);
  });

  test("has files of their own: a link is known by its signature", async () => {
    const { own } = await aParent();
    const started = await startImport(own, [EMAIL]);
    expect((await upload(started.body, "email\nada@example.com\nnobody\n")).status).toBe(200);
    const job = await own.settled(started);
    expect(job.results).toMatchObject({ created_count: 1, errored_count: 1 });
    expect(await (await fetch(job.results.errors_url)).text()).toContain("nobody");
    const { id } = (await own.call("POST", EXPORTS, {})).body;
    const { urls } = (await own.call("GET", `${EXPORTS}/${id}`)).body;
    const file = gunzipSync(Buffer.from(await (await fetch(urls[0])).arrayBuffer()));
    expect(file.toString()).toContain("ada@example.com");
  });

  test("is paid for by the parent, who alone sees how much", async () => {
    const { parent, own, behalf, id } = await aParent();
    await own.settled(await own.upsert([...ADA, ...BOB]));
    const count = "/v3/marketing/contacts/count";
    expect((await parent.call("GET", count)).body).toMatchObject({
      contact_count: 0,
      billable_count: 0,
      billable_breakdown: { total: 2, breakdown: { [id]: 2 } },
    });
    expect((await own.call("GET", count)).body).not.toHaveProperty("billable_breakdown");
    expect((await own.call("GET", count)).body).toMatchObject({ contact_count: 2, billable_count: 2 });
    expect((await behalf("GET", count)).body).toMatchObject({ contact_count: 2, billable_count: 2 });
  });

  test("has rate limits of their own", async () => {
    const limits = { windowMs: 60_000, contacts: 1, others: 1 };
    const { parent, own } = await aParent({ clock: () => 0, settings: { rateLimits: limits } });
    expect((await parent.upsert(ADA)).status).toBe(202);
    expect((await own.upsert(ADA)).status).toBe(202);
    expect([(await parent.upsert(ADA)).status, (await own.upsert(ADA)).status]).toEqual([429, 429]);
  });

  test.each([
    ["somebody unknown", "nobody"],
    ["a customer account", "account-id 1234"],
  ] as const)("is not %s: the call is refused and lands nowhere", async (_who, name) => {
    const { parent, behalf } = await aParent();
    expect((await behalf("PUT", "/v3/marketing/contacts", { contacts: ADA }, name)).status).toBe(403);
    expect((await parent.state()).jobs).toEqual([]);
  });

  test("cannot act for others", async () => {
    const { url, own } = await aParent();
    const headers = { authorization: `Bearer ${own.keys.GOOD}`, "on-behalf-of": "shop-almaty" };
    expect((await fetch(`${url}/v3/marketing/lists`, { headers })).status).toBe(403);
  });

  test("is not looked for where the header is ignored, and never served where it is refused", async () => {
    const { call, behalf, contact, settled } = await aParent();
    await call("PUT", "/_simulator/settings", { onBehalfOf: "ignored" });
    await settled(await behalf("PUT", "/v3/marketing/contacts", { contacts: ADA }));
    expect(await contact("ada@example.com")).not.toBeNull();
    await call("PUT", "/_simulator/settings", { onBehalfOf: "refused" });
    expect((await behalf("GET", "/v3/marketing/lists")).status).toBe(403);
  });
});

describe("the control plane", () => {
  test("is asked about a subuser by name: state, contacts, keys, suppressions, reset", async () => {
    const { parent, own } = await aParent();
    await own.settled(await own.upsert(ADA));
    await parent.settled(await parent.upsert(BOB));
    const about = async (what: string) =>
      (await parent.call("GET", `/_simulator/${what}subuser=shop-almaty`)).body;
    expect(await about("state?")).toMatchObject({ subuser: "shop-almaty", subusers: [], contactCount: 1 });
    expect((await parent.state()).subusers).toEqual(["shop-almaty"]);
    expect((await about("contacts?limit=1&")).contacts[0].email).toBe("ada@example.com");
    expect((await about("keys?")).keys).toContainEqual({ kind: "GOOD", apiKey: own.keys.GOOD });
    await parent.call("POST", "/_simulator/suppressions?subuser=shop-almaty", {
      kind: "bounces",
      emails: ["a@b.cc"],
    });
    expect((await own.call("GET", "/v3/suppression/bounces")).body).toHaveLength(1);
    expect((await parent.call("GET", "/v3/suppression/bounces")).body).toEqual([]);
    await parent.call("POST", "/_simulator/reset?subuser=shop-almaty");
    expect(await about("state?")).toMatchObject({ contactCount: 0 });
    expect((await parent.state()).contactCount).toBe(1);
    expect((await parent.call("GET", "/_simulator/state?subuser=nobody")).status).toBe(404);
  });

  test("resets all accounts at once, and lets subusers and their keys stay", async () => {
    const { parent, own } = await aParent();
    await own.settled(await own.upsert(ADA));
    await parent.call("POST", "/_simulator/reset");
    const { subusers } = (await parent.call("GET", "/_simulator/subusers")).body;
    expect(subusers).toMatchObject([{ name: "shop-almaty", contactCount: 0 }]);
    expect((await own.call("GET", "/v3/scopes")).status).toBe(200);
  });

  test("saves a subuser's account and loads it into another's", async () => {
    const { parent, own, url } = await aParent();
    await own.settled(await own.upsert(ADA));
    const { keys } = (await parent.call("POST", "/_simulator/subusers", { name: "copy" })).body;
    const saved = await (await fetch(`${url}/_simulator/snapshot?subuser=shop-almaty`)).arrayBuffer();
    const headers = { "content-type": "application/vnd.sqlite3" };
    const loaded = await fetch(`${url}/_simulator/snapshot?subuser=copy`, {
      method: "PUT",
      headers,
      body: saved,
    });
    expect(loaded.status).toBe(204);
    const copy = ownClient(parent, keys);
    expect(await copy.contact("ada@example.com")).toEqual(await own.contact("ada@example.com"));
    expect((await parent.state()).contactCount).toBe(0);
  });

  test("refuses a name that is taken or is none, and takes a subuser away with their keys", async () => {
    const { parent, own, behalf } = await aParent();
    const make = async (name: string) => (await parent.call("POST", "/_simulator/subusers", { name })).status;
    expect([await make("shop-almaty"), await make("../x"), await make("")]).toEqual([409, 400, 400]);
    const remove = () => parent.call("DELETE", "/_simulator/subusers/shop-almaty");
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect((await own.call("GET", "/v3/scopes")).status).toBe(401);
    expect((await behalf("GET", "/v3/marketing/lists")).status).toBe(403);
  });
});

test("subusers outlive a restart with all that is theirs, and leave no file when they are taken away", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "subusers-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const options = { data: path.join(folder, "sandbox.sqlite"), settings: { jobDelayMs: 0, jobLingerMs: 0 } };
  const first = await startSimulator(options);
  const before = clientOf(first);
  const { keys } = (await before.call("POST", "/_simulator/subusers", { name: "shop" })).body;
  await ownClient(before, keys).settled(await ownClient(before, keys).upsert(ADA));
  await first.close();
  expect(existsSync(`${options.data}.subuser-1`)).toBe(true);

  const second = await startSimulator(options);
  onTestFinished(() => second.close());
  const after = clientOf(second);
  expect(await ownClient(after, keys).contact("ada@example.com")).not.toBeNull();
  await after.call("DELETE", "/_simulator/subusers/shop");
  expect(readdirSync(folder).filter((name) => name.includes("subuser"))).toEqual([]);
});
