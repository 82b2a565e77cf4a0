import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";
import { SUPPRESSION_KINDS } from "./suppression-kinds.ts";

const emailsIn = (body: { email: string }[]) => body.map(({ email }) => email);

test("the account says that it is free where it is set to be", async () => {
  const { call } = await aSimulator({ settings: { accountType: "free" } });
  expect((await call("GET", "/v3/user/account")).body.type).toBe("free");
});

describe("suppressions", () => {
  test.each(SUPPRESSION_KINDS)("of the kind %s come in pages, the newest first", async (kind) => {
    const { call } = await aSimulator();
    for (const created of [10, 20, 30]) {
      const emails = [`P${created}@example.com`];
      expect((await call("POST", "/_simulator/suppressions", { kind, emails, created })).status).toBe(204);
    }
    const read = async (query: string) => (await call("GET", `/v3/suppression/${kind}?${query}`)).body;
    expect((await read("limit=1"))[0]).toMatchObject({ created: 30, email: "p30@example.com" });
    expect(emailsIn(await read("limit=2&offset=1"))).toEqual(["p20@example.com", "p10@example.com"]);
    expect(emailsIn(await read("start_time=20&end_time=29"))).toEqual(["p20@example.com"]);
    expect(emailsIn(await read("email=p1%25"))).toEqual(["p10@example.com"]);
    expect(await read("offset=3")).toEqual([]);
  });

  test("come 500 at once and no more", async () => {
    const { call } = await aSimulator();
    const emails = Array.from({ length: 501 }, (_, index) => `p${index}@example.com`);
    await call("POST", "/_simulator/suppressions", { kind: "bounces", emails });
    expect((await call("GET", "/v3/suppression/bounces")).body).toHaveLength(500);
    for (const limit of [0, 501, "x"])
      expect((await call("GET", `/v3/suppression/bounces?limit=${limit}`)).status).toBe(400);
    expect((await call("GET", "/v3/suppression/bounces?limit=500&offset=500")).body).toHaveLength(1);
  });

  test("of the whole account can be made, asked for and taken back", async () => {
    const { call } = await aSimulator();
    const path = "/v3/asm/suppressions/global";
    const made = await call("POST", path, { recipient_emails: ["Ada@example.com"] });
    expect([made.status, made.body]).toEqual([201, { recipient_emails: ["Ada@example.com"] }]);
    expect((await call("GET", `${path}/ADA@example.com`)).body).toEqual({
      recipient_email: "ada@example.com",
    });
    expect(emailsIn((await call("GET", "/v3/suppression/unsubscribes")).body)).toEqual(["ada@example.com"]);
    expect((await call("DELETE", `${path}/ada@example.com`)).status).toBe(204);
    expect((await call("GET", `${path}/ada@example.com`)).body).toEqual({});
    expect((await call("POST", path, {})).status).toBe(400);
  });

  test("can be deleted one, some or all", async () => {
    const { call } = await aSimulator();
    const emails = ["a@x.com", "b@x.com", "c@x.com", "d@x.com"];
    await call("POST", "/_simulator/suppressions", { kind: "blocks", emails });
    const left = async () => emailsIn((await call("GET", "/v3/suppression/blocks")).body);
    await call("DELETE", "/v3/suppression/blocks/a@x.com");
    expect(await left()).toEqual(["b@x.com", "c@x.com", "d@x.com"]);
    await call("DELETE", "/v3/suppression/blocks", { emails: ["b@x.com"] });
    expect(await left()).toEqual(["c@x.com", "d@x.com"]);
    expect((await call("DELETE", "/v3/suppression/blocks", {})).status).toBe(400);
    await call("DELETE", "/v3/suppression/blocks", { delete_all: true });
    expect(await left()).toEqual([]);
  });

  test("of a group are its own, and can be searched", async () => {
    const { call } = await aSimulator();
    const group = (await call("POST", "/v3/asm/groups", { name: "News", description: "weekly" })).body;
    const path = `/v3/asm/groups/${group.id}`;
    const emails = ["a@x.com", "b@x.com"];
    expect((await call("POST", `${path}/suppressions`, { recipient_emails: emails })).status).toBe(201);
    expect((await call("GET", `${path}/suppressions`)).body).toEqual(emails);
    const search = await call("POST", `${path}/suppressions/search`, {
      recipient_emails: ["B@x.com", "z@x.com"],
    });
    expect(search.body).toEqual(["b@x.com"]);
    expect((await call("GET", "/v3/asm/groups")).body).toMatchObject([{ name: "News", unsubscribes: 2 }]);
    await call("DELETE", `${path}/suppressions/a@x.com`);
    expect((await call("GET", path)).body.unsubscribes).toBe(1);
    expect((await call("GET", "/v3/suppression/unsubscribes")).body).toEqual([]);
    expect((await call("GET", "/v3/asm/groups/999/suppressions")).status).toBe(404);
  });

  test("of a group come in one answer, however many there are", async () => {
    const { call } = await aSimulator();
    const { id } = (await call("POST", "/v3/asm/groups", { name: "News" })).body;
    const path = `/v3/asm/groups/${id}/suppressions`;
    expect((await call("GET", path)).body).toEqual([]);
    const emails = Array.from({ length: 2_000 }, (_, index) => `p${index}@example.com`).toSorted();
    await call("POST", path, { recipient_emails: emails });
    expect((await call("GET", path)).body).toEqual(emails);
    await call("POST", path, { recipient_emails: ["q@example.com"] });
    expect((await call("GET", path)).body).toEqual([...emails, "q@example.com"]);
  });

  test("are gone after a reset", async () => {
    const { call } = await aSimulator();
    await call("POST", "/_simulator/suppressions", { kind: "bounces", emails: ["a@x.com"] });
    await call("POST", "/v3/asm/groups", { name: "News" });
    await call("POST", "/_simulator/reset");
    expect((await call("GET", "/v3/suppression/bounces")).body).toEqual([]);
    expect((await call("GET", "/v3/asm/groups")).body).toEqual([]);
  });
});
