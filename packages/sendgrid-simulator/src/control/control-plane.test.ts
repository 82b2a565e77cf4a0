import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ email: `p${index}@example.com` }));

describe("the control plane", () => {
  test("pages through the contacts of a list, each once, with the lists they are on", async () => {
    const { call, upsert, settled, listId } = await aSimulator();
    const [list, other] = [await listId("Newsletter"), await listId("Almaty stores")];
    await settled(await upsert(people(5), [list, other]));
    await settled(await upsert([{ email: "elsewhere@example.com" }], [other]));

    const emails: string[] = [];
    let after = "";
    do {
      const { body } = await call("GET", `/_simulator/contacts?list=${list}&limit=2${after}`);
      emails.push(...body.contacts.map(({ email }: { email: string }) => email));
      for (const { list_ids } of body.contacts) expect(list_ids.toSorted()).toEqual([list, other].toSorted());
      after = body.next && `&after=${body.next}`;
    } while (after);
    expect(emails).toEqual(people(5).map(({ email }) => email));
  });

  test("shows the newest first, and everybody when no list is named", async () => {
    const { call, upsert, settled } = await aSimulator();
    await settled(await upsert(people(3)));
    const { body } = await call("GET", "/_simulator/contacts?order=newest&limit=2");
    expect(body.contacts.map(({ email }: { email: string }) => email)).toEqual([
      "p2@example.com",
      "p1@example.com",
    ]);
  });

  test("counts calls by endpoint and status, and tells of the newest without a value of anybody", async () => {
    const { call, upsert, state } = await aSimulator();
    await upsert([{ email: "ada@example.com" }]);
    await upsert([{ email: "000" }]);
    await call("GET", "/v3/marketing/lists", undefined, "REVOKED");
    const { callCounts, calls } = await state();
    expect(callCounts["PUT /v3/marketing/contacts"]).toEqual({ 202: 1, 400: 1 });
    expect(calls[0]).toMatchObject({ endpoint: "GET /v3/marketing/lists", key: null, status: 401 });
    expect(JSON.stringify(calls)).not.toContain("example.com");
  });

  test("changes the settings it is given and no others, and refuses what is none", async () => {
    const { call } = await aSimulator({ settings: { jobDelayMs: 5 } });
    const changed = await call("PUT", "/_simulator/settings", { rateLimits: "harsh", latencyMs: 1 });
    expect(changed.body).toMatchObject({ jobDelayMs: 5, latencyMs: 1, rateLimits: { contacts: 5 } });
    expect((await call("PUT", "/_simulator/settings", { latencyMs: -1 })).status).toBe(400);
    expect((await call("PUT", "/_simulator/settings", { latency: 1 })).status).toBe(400);
    expect((await call("GET", "/_simulator/settings")).body).toEqual(changed.body);
  });

  test("revokes a key and restores it", async () => {
    const { call } = await aSimulator();
    await call("PUT", "/_simulator/keys/GOOD", { isRevoked: true });
    expect((await call("GET", "/v3/scopes")).status).toBe(401);
    await call("PUT", "/_simulator/keys/GOOD", { isRevoked: false });
    expect((await call("GET", "/v3/scopes")).status).toBe(200);
  });

  test("begins anew on reset, with the same keys and other ids", async () => {
    const { call, upsert, settled, contact, state, keys } = await aSimulator();
    await settled(await upsert([{ email: "ada@example.com" }]));
    const before = await contact("ada@example.com");
    await call("POST", "/v3/marketing/field_definitions", { name: "extra", field_type: "Text" });
    await call("GET", "/v3/scopes");
    await call("POST", "/_simulator/reset");
    expect((await call("GET", "/v3/scopes")).headers.get("x-ratelimit-remaining")).toBe("599");
    await call("POST", "/_simulator/reset");

    const after = await state();
    expect([after.contactCount, after.billableCount, after.jobs, after.callCounts]).toEqual([0, 0, [], {}]);
    expect(after.lists.map(({ name }) => name).toSorted()).toEqual([
      "Almaty stores",
      "Loyalty members",
      "Newsletter",
    ]);
    expect(after.fields.map(({ id }) => id)).toEqual(["e1_T", "e2_N", "e3_D"]);
    const shown = (await call("GET", "/_simulator/keys")).body.keys as { kind: string; apiKey: string }[];
    expect(Object.fromEntries(shown.map(({ kind, apiKey }) => [kind, apiKey]))).toEqual(keys);
    await settled(await upsert([{ email: "ada@example.com" }]));
    expect((await contact("ada@example.com"))?.id).not.toBe(before?.id);
  });

  test("takes JSON alone, so that another site's form cannot reset it", async () => {
    const { url } = await aSimulator();
    const form = await fetch(`${url}/_simulator/faults`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "text/plain" },
    });
    expect(form.status).toBe(415);
  });

  test("serves its page with nothing inline and nothing from elsewhere", async () => {
    const { url, call } = await aSimulator();
    const { headers, body } = await call("GET", "/");
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    );
    const links = [...(body as string).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? "");
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) expect((await fetch(url + link)).status).toBe(200);
    expect(body).not.toMatch(/<style|style=|<script>|onclick=/);
  });
});
