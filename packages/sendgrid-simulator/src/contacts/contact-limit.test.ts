import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";

const people = (...names: string[]) => names.map((name) => ({ email: `${name}@example.com` }));

describe("the contact limit", () => {
  test("makes errors of the new contacts beyond it and lets known ones through", async () => {
    const { upsert, settled, contact } = await aSimulator({ settings: { contactLimit: 2 } });
    await settled(await upsert(people("ada")));
    const job = await settled(await upsert(people("bob", "eve", "ada")));
    expect(job).toMatchObject({
      status: "errored",
      results: { created_count: 1, updated_count: 1, errored_count: 1 },
    });
    const file = await (await fetch(job.results.errors_url)).text();
    expect(file).toContain('"eve@example.com","you have hit your contact limit"');
    expect(await contact("eve@example.com")).toBeNull();
    expect((await settled(await upsert(people("eve")))).status).toBe("failed");
  });

  test("refuses the request of a full account where that is asked for", async () => {
    const { upsert, settled, call } = await aSimulator({
      settings: { contactLimit: 1, contactLimitAnswer: "request" },
    });
    await settled(await upsert(people("ada")));
    const { status, body } = await upsert(people("bob"));
    expect([status, body]).toEqual([400, { errors: [{ message: "you have hit your contact limit" }] }]);
    await call("PUT", "/_simulator/settings", { contactLimit: null });
    expect((await settled(await upsert(people("bob")))).status).toBe("completed");
  });
});
