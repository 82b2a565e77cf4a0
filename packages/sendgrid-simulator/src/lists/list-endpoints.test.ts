import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";

const LISTS = "/v3/marketing/lists";

describe("lists", () => {
  test("are made, renamed and deleted", async () => {
    const { call } = await aSimulator();
    const made = await call("POST", LISTS, { name: "VIP" });
    expect(made).toMatchObject({
      status: 201,
      body: { name: "VIP", contact_count: 0, id: expect.stringMatching(/^.{36}$/) },
    });
    const path = `${LISTS}/${made.body.id}`;
    expect(await call("PATCH", path, { name: "Very important" })).toMatchObject({
      status: 200,
      body: { name: "Very important" },
    });
    expect((await call("GET", path)).body).toMatchObject({ ...made.body, name: "Very important" });
    expect((await call("DELETE", path)).status).toBe(204);
    expect([(await call("GET", path)).status, (await call("DELETE", path)).status]).toEqual([404, 404]);
  });

  test("come page by page, by id, and the last page names no next", async () => {
    const { call, url } = await aSimulator();
    for (const name of ["A", "B"]) await call("POST", LISTS, { name });
    const pages: string[][] = [];
    let next: string | undefined = `${LISTS}?page_size=2`;
    while (next) {
      const { body }: { body: { result: { id: string }[]; _metadata: { next?: string; count: number } } } =
        await call("GET", next);
      pages.push(body.result.map(({ id }) => id));
      next = body._metadata.next?.replace(url, "");
      expect(body._metadata.count).toBe(5);
    }
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(pages.flat()).toEqual(pages.flat().toSorted());
  });

  test.each([0, 1_001, "many"])("refuse a page of %s", async (size) => {
    const { call } = await aSimulator();
    expect((await call("GET", `${LISTS}?page_size=${size}`)).status).toBe(400);
  });

  test("have a name of 1 to 100 characters that no other list has", async () => {
    const { call } = await aSimulator();
    const statusOf = async (name: unknown) => (await call("POST", LISTS, { name })).status;
    expect([
      await statusOf(""),
      await statusOf("a".repeat(101)),
      await statusOf(7),
      await statusOf("Newsletter"),
    ]).toEqual([400, 400, 400, 400]);
    expect(await statusOf("a".repeat(100))).toBe(201);
  });

  test("are a thousand at most", async () => {
    const { call } = await aSimulator({ settings: { rateLimits: null } });
    for (let number = 4; number <= 1_000; number += 1) await call("POST", LISTS, { name: `List ${number}` });
    expect((await call("POST", LISTS, { name: "One more" })).status).toBe(400);
    expect((await call("GET", `${LISTS}?page_size=1000`)).body.result).toHaveLength(1_000);
  });

  test("lose members by contact id, who stay contacts and are changed by it", async () => {
    let now = Date.UTC(2026, 10, 24, 8);
    const { call, upsert, settled, contact, listId } = await aSimulator({ clock: () => now });
    const list = await listId();
    await settled(await upsert([{ email: "ada@example.com" }, { email: "bob@example.com" }], [list]));
    const ada = await contact("ada@example.com");
    now += 60_000;
    const job = await settled(await call("DELETE", `${LISTS}/${list}/contacts?contact_ids=${ada?.id}`));
    expect(job.status).toBe("completed");
    expect(await contact("ada@example.com")).toMatchObject({
      id: ada?.id,
      list_ids: [],
      updated_at: "2026-11-24T08:01:00Z",
    });
    expect((await call("GET", `${LISTS}/${list}/contacts/count`)).body).toEqual({
      contact_count: 1,
      billable_count: 1,
    });
  });

  test("refuse to remove nobody, strangers, and from a list that is not there", async () => {
    const { call, listId } = await aSimulator();
    const path = `${LISTS}/${await listId()}/contacts`;
    const stranger = "11111111-2222-4333-8444-555555555555";
    expect((await call("DELETE", path)).status).toBe(400);
    expect((await call("DELETE", `${path}?contact_ids[]=${stranger}`)).status).toBe(400);
    expect((await call("DELETE", `${path}?contact_ids=${stranger}`)).status).toBe(404);
    expect((await call("DELETE", `${LISTS}/${stranger}/contacts?contact_ids=${stranger}`)).status).toBe(404);
  });

  test("leave their contacts when they go, or take them along if asked to", async () => {
    const { call, upsert, settled, contact, listId, state } = await aSimulator();
    const [first, second] = [await listId("Newsletter"), await listId("Loyalty members")];
    const people = Array.from({ length: 2_500 }, (_, index) => ({ email: `p${index}@example.com` }));
    await settled(await upsert(people, [first, second]));
    await settled(await upsert([{ email: "ada@example.com" }], [second]));

    expect((await call("DELETE", `${LISTS}/${first}`)).status).toBe(204);
    expect((await contact("p0@example.com"))?.list_ids).toEqual([second]);

    const deletion = await call("DELETE", `${LISTS}/${second}?delete_contacts=true`);
    expect(deletion.status).toBe(200);
    expect((await settled(deletion)).results).toEqual({ requested_count: 2_501, deleted_count: 2_501 });
    expect((await state()).contactCount).toBe(0);
  });
});
