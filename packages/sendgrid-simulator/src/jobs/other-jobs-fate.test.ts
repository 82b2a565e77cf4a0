import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type Answer, aSimulator } from "../testing/a-simulator.ts";
import { EMAIL, type StartedImport, startImport, upload } from "../testing/an-import.ts";

const EXPORTS = "/v3/marketing/contacts/exports";
const KINDS = ["import", "removal", "deletion", "identifier"] as const;
type Kind = (typeof KINDS)[number];

const ENDPOINTS = {
  import: "PUT /v3/marketing/contacts/imports",
  removal: "DELETE /v3/marketing/lists/:id/contacts",
  deletion: "DELETE /v3/marketing/contacts",
  identifier: "DELETE /v3/marketing/contacts/:id/identifiers",
} as const;

/** An account with Ada on a list, and a job of each kind that is not an upsert. */
async function anAccount(options: Parameters<typeof aSimulator>[0] = {}) {
  const client = await aSimulator({ ...options, settings: { exportDelayMs: 0, ...options.settings } });
  const list = await client.listId();
  const ada = { email: "ada@example.com", external_id: "A-1" };
  await client.settled(await client.upsert([ada], [list]));
  const id = (await client.contact("ada@example.com"))?.id ?? "";
  const { call } = client;
  const ask = {
    import: async (): Promise<Answer> => {
      const started = await startImport(client, [EMAIL], [list]);
      expect((await upload(started.body as StartedImport, "email\nbob@example.com\n")).status).toBe(200);
      return started;
    },
    removal: () => call("DELETE", `/v3/marketing/lists/${list}/contacts?contact_ids=${id}`),
    deletion: () => call("DELETE", `/v3/marketing/contacts?ids=${id}`),
    identifier: () =>
      call("DELETE", `/v3/marketing/contacts/${id}/identifiers`, {
        identifier_type: "EXTERNALID",
        identifier_value: "A-1",
      }),
  } satisfies Record<Kind, () => Promise<Answer>>;
  const strike = async (endpoint: string, fault: object) =>
    expect((await call("POST", "/_simulator/faults", { endpoint, fault })).status).toBe(201);
  /** Whether the kind of job has been done. */
  const isDone = async (kind: Kind): Promise<boolean> => {
    if (kind === "import") return (await client.contact("bob@example.com")) !== null;
    const found = (await call("POST", "/v3/marketing/contacts/batch", { ids: [id] })).body.result[0];
    if (kind === "removal") return found?.list_ids.length === 0;
    return kind === "deletion" ? found === undefined : found?.external_id === "";
  };
  /** Behind everything that is pending: jobs are done in order. */
  const settleAll = async () => client.settled(await client.upsert([{ email: "last@example.com" }]));
  return { ...client, ask, strike, isDone, settleAll };
}

describe.each(KINDS)("the job of an %s", (kind) => {
  test("is lost", async () => {
    const { ask, strike, isDone, settleAll, job } = await anAccount();
    await strike(ENDPOINTS[kind], { kind: "lose-job" });
    const { body } = await ask[kind]();
    await settleAll();
    expect([(await job(body.job_id)).status, await isDone(kind)]).toEqual([404, false]);
  });

  test("has no effect and says it had", async () => {
    const { ask, strike, isDone, settled } = await anAccount();
    await strike(ENDPOINTS[kind], { kind: "no-effect" });
    const { status, results } = await settled(await ask[kind]());
    const count = kind === "import" ? { created_count: 1 } : { deleted_count: 1 };
    expect([status, results]).toEqual(["completed", { requested_count: 1, ...count }]);
    expect(await isDone(kind)).toBe(false);
  });

  test("is stuck", async () => {
    const { ask, strike, isDone, settleAll, job } = await anAccount();
    await strike(ENDPOINTS[kind], { kind: "stuck-job" });
    const { body } = await ask[kind]();
    await settleAll();
    expect([(await job(body.job_id)).body.status, await isDone(kind)]).toEqual(["pending", true]);
  });

  test("vanishes", async () => {
    const { ask, strike, isDone, settleAll, job } = await anAccount();
    await strike(ENDPOINTS[kind], { kind: "vanish-job" });
    const { body } = await ask[kind]();
    await settleAll();
    expect([(await job(body.job_id)).status, await isDone(kind)]).toEqual([404, true]);
  });

  test("is accepted though no answer comes", async () => {
    for (const fault of [{ kind: "reset-after-accept" }, { kind: "timeout-after-accept", afterMs: 10 }]) {
      const { ask, strike, isDone, settleAll, state } = await anAccount();
      await strike(ENDPOINTS[kind], fault);
      await expect(ask[kind]()).rejects.toThrow("fetch failed");
      await settleAll();
      // An import whose address nobody has waits for ever; everything else is done.
      expect([await isDone(kind), (await state()).pendingJobCount]).toEqual(
        kind === "import" ? [false, 1] : [true, 0],
      );
    }
  });
});

describe("an export", () => {
  const asked = async (kind: string) => {
    const account = await anAccount();
    await account.strike(`POST ${EXPORTS}`, { kind });
    const { status, body } = await account.call("POST", EXPORTS, {});
    expect(status).toBe(202);
    return { ...account, found: await account.call("GET", `${EXPORTS}/${body.id}`) };
  };

  test("is lost, or has vanished when it would be ready", async () => {
    expect((await asked("lose-job")).found.status).toBe(404);
    const { found, call } = await asked("vanish-job");
    expect(found.status).toBe(404);
    expect((await call("GET", EXPORTS)).body.result).toEqual([]);
  });

  test("is stuck", async () => {
    expect((await asked("stuck-job")).found.body.status).toBe("pending");
  });

  test("has no effect: it is ready and nobody is in it", async () => {
    expect((await asked("no-effect")).found.body).toMatchObject({ status: "ready", urls: [] });
  });
});

test("on an account whose clock is wrong, times are its own and every job and link is good", async () => {
  for (const clockSkewMs of [-7_200_000, 7_200_000]) {
    const { ask, isDone, settled, call } = await anAccount({ settings: { clockSkewMs } });
    for (const kind of ["import", "removal", "identifier", "deletion"] as const) {
      const { started_at } = await settled(await ask[kind]());
      expect(Math.abs(Date.parse(started_at) - Date.now() - clockSkewMs)).toBeLessThan(60_000);
      expect(await isDone(kind)).toBe(true);
    }
    const { id } = (await call("POST", EXPORTS, {})).body;
    const { urls, created_at } = (await call("GET", `${EXPORTS}/${id}`)).body;
    expect(Math.abs(Date.parse(created_at) - Date.now() - clockSkewMs)).toBeLessThan(60_000);
    const file = gunzipSync(Buffer.from(await (await fetch(urls[0])).arrayBuffer())).toString();
    expect(file).toContain("bob@example.com");
  }
});

test("exports overtake each other where they are shuffled", async () => {
  let now = Date.UTC(2026, 10, 24);
  const settings = {
    exportDelayMs: 10_000,
    jobOrder: "shuffled",
    jobOrderSeed: 2,
    rateLimits: null,
  } as const;
  const { call } = await aSimulator({ clock: () => now, settings });
  const ids: string[] = [];
  for (let number = 0; number < 6; number += 1) ids.push((await call("POST", EXPORTS, {})).body.id);
  const ready: string[] = [];
  for (; now <= Date.UTC(2026, 10, 24, 0, 0, 20); now += 500) {
    for (const id of ids) {
      const { status } = (await call("GET", `${EXPORTS}/${id}`)).body;
      if (status === "ready" && !ready.includes(id)) ready.push(id);
    }
  }
  expect(ready).not.toEqual(ids);
  expect(ready.toSorted()).toEqual(ids.toSorted());
});

test("jobs of every kind overtake each other where they are shuffled, and all of them are done", async () => {
  let now = Date.UTC(2026, 10, 24);
  const { ask, call, job, isDone } = await anAccount({ clock: () => now, settings: { rateLimits: null } });
  await call("PUT", "/_simulator/settings", { jobDelayMs: 10_000, jobOrder: "shuffled", jobOrderSeed: 3 });
  const kinds = ["import", "removal", "identifier"] as const;
  const ids: string[] = [];
  for (const kind of kinds) ids.push((await ask[kind]()).body.job_id);
  const done: string[] = [];
  while (done.length < ids.length) {
    now += 250;
    await call("PUT", "/_simulator/settings", {}); // wakes the engine, whose alarm goes by the system's clock
    for (const id of ids) {
      const { status } = (await job(id)).body;
      if (status !== "pending" && !done.includes(id)) done.push(id);
    }
  }
  expect(done).not.toEqual(ids);
  for (const kind of kinds) expect(await isDone(kind)).toBe(true);
});
