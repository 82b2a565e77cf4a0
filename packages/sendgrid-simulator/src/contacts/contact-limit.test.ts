import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";
import { EMAIL, startImport, upload } from "../testing/an-import.ts";

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

  test("makes the same errors of an import's rows, in the same words", async () => {
    const client = await aSimulator({ settings: { contactLimit: 2 } });
    const started = await startImport(client, [EMAIL]);
    await upload(started.body, "email\nada@example.com\nbob@example.com\neve@example.com\nADA@example.com\n");
    const job = await client.settled(started);
    expect(job).toMatchObject({
      status: "errored",
      results: { requested_count: 3, created_count: 2, errored_count: 1 },
    });
    const file = await (await fetch(job.results.errors_url)).text();
    expect(file).toBe('"email","error"\r\n"eve@example.com","you have hit your contact limit"\r\n');
    expect(await client.contact("eve@example.com")).toBeNull();
    const again = await startImport(client, [EMAIL]);
    await upload(again.body, "email\neve@example.com\n");
    expect((await client.settled(again)).status).toBe("failed");
  });

  test("refuses an import's request as it does an upsert's, where that is asked for", async () => {
    const client = await aSimulator({ settings: { contactLimit: 1, contactLimitAnswer: "request" } });
    await client.settled(await client.upsert(people("ada")));
    const { status, body } = await startImport(client, [EMAIL]);
    expect([status, body]).toEqual([400, { errors: [{ message: "you have hit your contact limit" }] }]);
  });
});
