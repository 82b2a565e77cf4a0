import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";
import { EMAIL, startImport } from "../testing/an-import.ts";

const FIELDS = "/v3/marketing/field_definitions";

describe("field definitions", () => {
  test("list what a live account lists, read-only fields marked", async () => {
    const { call } = await aSimulator();
    const { reserved_fields, custom_fields } = (await call("GET", FIELDS)).body;
    expect(reserved_fields).toHaveLength(29);
    expect(reserved_fields).toContainEqual({
      id: "_rf7_T",
      name: "state_province_region",
      field_type: "Text",
    });
    expect(reserved_fields).toContainEqual({
      id: "_rf22_D",
      name: "updated_at",
      field_type: "Date",
      read_only: true,
    });
    expect(custom_fields.map(({ id }: { id: string }) => id)).toEqual(["e1_T", "e2_N", "e3_D"]);
  });

  test("leave custom_fields out when there are none", async () => {
    const { call } = await aSimulator();
    for (const id of ["e1_T", "e2_N", "e3_D"])
      expect((await call("DELETE", `${FIELDS}/${id}`)).status).toBe(204);
    expect((await call("GET", FIELDS)).body).not.toHaveProperty("custom_fields");
  });

  test("are made with an id that tells the type and is never given again", async () => {
    const { call } = await aSimulator();
    const make = async (name: string) => (await call("POST", FIELDS, { name, field_type: "Number" })).body.id;
    expect(await make("visits")).toBe("e4_N");
    await call("DELETE", `${FIELDS}/e4_N`);
    expect(await make("visits")).toBe("e5_N");
  });

  test.each([
    ["1st", "begins with a digit"],
    ["last visit", "has a space"],
    ["", "is empty"],
    ["a".repeat(101), "is too long"],
    ["First_Name", "is a reserved field's, in another case"],
    ["LOYALTY_TIER", "is another field's, in another case"],
  ])("refuse the name %j, which %s", async (name) => {
    const { call } = await aSimulator();
    expect((await call("POST", FIELDS, { name, field_type: "Text" })).status).toBe(400);
  });

  test("refuse a type there is none of, and the 501st field", async () => {
    const { call } = await aSimulator({ settings: { rateLimits: null } });
    expect((await call("POST", FIELDS, { name: "flag", field_type: "Boolean" })).status).toBe(400);
    for (let number = 4; number <= 500; number += 1)
      await call("POST", FIELDS, { name: `field_${number}`, field_type: "Text" });
    expect((await call("POST", FIELDS, { name: "one_more", field_type: "Text" })).status).toBe(400);
  });

  test("are listed at once, but an upsert may name one only when its delay is over", async () => {
    const client = await aSimulator({ settings: { fieldDelayMs: 3_600_000 } });
    const { call, upsert } = client;
    await call("POST", FIELDS, { name: "visits", field_type: "Number" });
    expect((await call("GET", FIELDS)).body.custom_fields).toHaveLength(4);
    const contact = { email: "ada@example.com", custom_fields: { e1_T: "Gold", e4_N: 3 } };
    const early = await upsert([contact]);
    expect([early.status, early.body.errors]).toEqual([
      400,
      [{ message: "invalid custom field ids supplied - e4_N" }],
    ]);
    const import_ = await startImport(client, [EMAIL, "e1_T", "e4_N"]);
    expect([import_.status, import_.body.errors]).toEqual([
      400,
      [{ field: "field_mappings", message: "invalid field ids supplied - e4_N" }],
    ]);
    await call("PUT", "/_simulator/settings", { clockSkewMs: 3_600_000 });
    expect((await upsert([contact])).status).toBe(202);
    expect((await startImport(client, [EMAIL, "e1_T", "e4_N"])).status).toBe(200);
  });

  test("go at once, or where that is set only after a while, and are in use until then", async () => {
    const { call, upsert, settled, contact } = await aSimulator({
      settings: { fieldDeleteDelayMs: 600_000 },
    });
    expect((await call("DELETE", `${FIELDS}/e1_T`)).status).toBe(204);
    const ids = async () =>
      (await call("GET", FIELDS)).body.custom_fields.map(({ id }: { id: string }) => id);
    expect((await ids()).toSorted()).toEqual(["e1_T", "e2_N", "e3_D"]);
    await settled(await upsert([{ email: "ada@example.com", custom_fields: { e1_T: "Gold" } }]));
    expect((await contact("ada@example.com"))?.custom_fields).toEqual({ loyalty_tier: "Gold" });
    await call("PUT", "/_simulator/settings", { clockSkewMs: 600_000 });
    expect(await ids()).toEqual(["e2_N", "e3_D"]);
    expect((await upsert([{ email: "ada@example.com", custom_fields: { e1_T: "Gold" } }])).status).toBe(400);
    expect((await contact("ada@example.com"))?.custom_fields).toEqual({});
  });

  test("carry values along when renamed, and hide them when deleted", async () => {
    const { call, upsert, settled, contact } = await aSimulator();
    await settled(await upsert([{ email: "ada@example.com", custom_fields: { e1_T: "Gold", e2_N: 3 } }]));
    expect((await call("PATCH", `${FIELDS}/e1_T`, { name: "tier" })).body).toMatchObject({
      id: "e1_T",
      name: "tier",
    });
    await call("DELETE", `${FIELDS}/e2_N`);
    expect((await contact("ada@example.com"))?.custom_fields).toEqual({ tier: "Gold" });
    expect((await call("PATCH", `${FIELDS}/e2_N`, { name: "value" })).status).toBe(404);
  });
});
