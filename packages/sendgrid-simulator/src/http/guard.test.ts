import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";

const REVOKED = {
  errors: [
    { message: "The provided authorization grant is invalid, expired, or revoked", field: null, help: null },
  ],
};

describe("the guard", () => {
  test("lets each key do what its scopes say, in SendGrid's words", async () => {
    const { call } = await aSimulator();
    expect(await call("GET", "/v3/marketing/lists", undefined, "REVOKED")).toMatchObject({
      status: 401,
      body: REVOKED,
    });
    expect(await call("GET", "/v3/marketing/lists", undefined, "WITHOUT_MARKETING")).toMatchObject({
      status: 403,
      body: { errors: [{ field: null, message: "access forbidden" }] },
    });
    const scopes = async (key: "GOOD" | "WITHOUT_MARKETING") =>
      (await call("GET", "/v3/scopes", undefined, key)).body.scopes;
    expect(await scopes("GOOD")).toEqual(
      expect.arrayContaining(["marketing.read", "marketing_campaigns.update"]),
    );
    expect(
      (await scopes("WITHOUT_MARKETING")).filter((scope: string) => scope.startsWith("marketing")),
    ).toEqual([]);
    expect(await call("GET", "/v3/user/account")).toMatchObject({ status: 200, body: { type: "paid" } });
    expect(await call("GET", "/v3/marketing/lists", undefined, "MARKETING_ONLY")).toMatchObject({
      status: 200,
    });
    expect(await call("GET", "/v3/user/account", undefined, "MARKETING_ONLY")).toMatchObject({ status: 403 });
  });

  test("asks for a key where there is none, and does not know a stranger's", async () => {
    const { url } = await aSimulator();
    const without = await fetch(`${url}/v3/scopes`);
    expect([without.status, await without.json()]).toEqual([
      401,
      { errors: [{ field: null, message: "authorization required" }] },
    ]);
    const stranger = await fetch(`${url}/v3/scopes`, {
      headers: { authorization: `Bearer SG.${"a".repeat(22)}.${"b".repeat(43)}` },
    });
    expect([stranger.status, await stranger.json()]).toEqual([401, REVOKED]);
  });

  test("draws keys of the real shape, each its own", async () => {
    const { keys } = await aSimulator();
    const drawn = Object.values(keys);
    expect(drawn.filter((key) => !/^SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/.test(key))).toEqual([]);
    expect(new Set(drawn).size).toBe(4);
  });

  test("does nothing on behalf of a subuser who is not there", async () => {
    const { url, keys, state } = await aSimulator();
    const refused = await fetch(`${url}/v3/marketing/contacts`, {
      method: "PUT",
      headers: {
        authorization: `Bearer ${keys.GOOD}`,
        "content-type": "application/json",
        "on-behalf-of": "shop-almaty",
      },
      body: JSON.stringify({ contacts: [{ email: "ada@example.com" }] }),
    });
    expect([refused.status, (await state()).jobs]).toEqual([403, []]);
  });

  test("counts calls down in a window that ends on the minute, for each endpoint apart, then answers 429", async () => {
    let now = Date.UTC(2026, 10, 24, 8, 0, 40);
    const settings = { rateLimits: { windowMs: 60_000, contacts: 1, others: 2 } };
    const { call } = await aSimulator({ clock: () => now, settings });
    const limits = async (path: string) => {
      const { status, headers } = await call("GET", path);
      return [status, ...["limit", "remaining", "reset"].map((name) => headers.get(`x-ratelimit-${name}`))];
    };

    expect(await limits("/v3/marketing/lists")).toEqual([200, "2", "1", "20"]);
    expect(await limits("/v3/marketing/contacts/count")).toEqual([200, "1", "0", "20"]);
    expect(await limits("/v3/marketing/lists")).toEqual([200, "2", "0", "20"]);
    now += 19_000;
    expect(await limits("/v3/marketing/lists")).toEqual([429, "2", "0", "1"]);
    expect((await call("GET", "/v3/marketing/lists")).body).toEqual({
      errors: [{ field: null, message: "too many requests" }],
    });
    now += 1_000;
    expect(await limits("/v3/marketing/lists")).toEqual([200, "2", "1", "60"]);
  });

  test("sends no rate limit headers when there are no limits", async () => {
    const { call } = await aSimulator({ settings: { rateLimits: null } });
    expect((await call("GET", "/v3/scopes")).headers.has("x-ratelimit-limit")).toBe(false);
  });

  test("takes a request line of 8,192 bytes and answers one more as the proxy does", async () => {
    const { call } = await aSimulator();
    const fixed = "DELETE /v3/marketing/contacts?ids= HTTP/1.1".length;
    const fits = await call("DELETE", `/v3/marketing/contacts?ids=${"a".repeat(8_192 - fixed)}`);
    const over = await call("DELETE", `/v3/marketing/contacts?ids=${"a".repeat(8_193 - fixed)}`);
    expect([fits.status, over.status, over.headers.get("content-type")]).toEqual([202, 414, "text/html"]);
    expect(over.body).toContain("414 Request-URI Too Large");
  });

  test("takes at least the latency that is set", async () => {
    const { call, state } = await aSimulator({ settings: { latencyMs: 60 } });
    await call("GET", "/v3/scopes");
    expect((await state()).calls[0]?.durationMs).toBeGreaterThanOrEqual(59);
  });

  test("tells an unknown path from an unknown method", async () => {
    const { call } = await aSimulator();
    expect((await call("GET", "/v3/marketing/nothing")).status).toBe(404);
    expect((await call("POST", "/v3/marketing/contacts", {})).status).toBe(405);
  });
});
