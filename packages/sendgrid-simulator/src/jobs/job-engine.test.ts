import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { startSimulator } from "../start-simulator.ts";
import { aSimulator, clientOf } from "../testing/a-simulator.ts";

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ email: `p${index}@example.com` }));

function aDataFile(): string {
  const directory = mkdtempSync(path.join(tmpdir(), "simulator-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return path.join(directory, "data.sqlite");
}

describe("the job engine", () => {
  test("waits for the delay, which can be shortened while a job waits", async () => {
    const { upsert, job, call, settled, contact } = await aSimulator({ settings: { jobDelayMs: 3_600_000 } });
    const accepted = await upsert([{ email: "ada@example.com" }]);
    expect((await job(accepted.body.job_id)).body).toEqual({
      id: accepted.body.job_id,
      status: "pending",
      job_type: "upsert_contacts",
      results: { requested_count: 1 },
      started_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(await contact("ada@example.com")).toBeNull();

    await call("PUT", "/_simulator/settings", { jobDelayMs: 0 });
    expect(await settled(accepted)).toMatchObject({ status: "completed", results: { created_count: 1 } });
  });

  test("says pending for a while with all contacts counted, as SendGrid was seen to do", async () => {
    const { upsert, job, call } = await aSimulator({ settings: { jobLingerMs: 3_600_000 } });
    const { job_id } = (await upsert(people(3))).body;
    const applied = await vi.waitUntil(async () => {
      const { body } = await job(job_id);
      return body.results.created_count === 3 && body;
    });
    expect([applied.status, applied.finished_at]).toEqual(["pending", undefined]);
    await call("PUT", "/_simulator/settings", { jobLingerMs: 0 });
    expect((await job(job_id)).body).toMatchObject({ status: "completed", finished_at: expect.any(String) });
  });

  test("answers calls while a large job is applied", async () => {
    const { upsert, settled, state } = await aSimulator();
    const accepted = await upsert(people(30_000));
    const seen = await vi.waitUntil(async () => {
      const { contactCount } = await state();
      return contactCount > 0 && contactCount;
    });
    expect(seen).toBeLessThan(30_000);
    expect((await settled(accepted)).results.created_count).toBe(30_000);
  });

  test("knows nothing of a job it never accepted", async () => {
    const { job } = await aSimulator();
    expect((await job("11111111-2222-4333-8444-555555555555")).status).toBe(404);
  });

  test("keeps keys, lists, contacts and waiting jobs through a restart, and ids stay the same", async () => {
    const data = aDataFile();
    const first = await startSimulator({ data, settings: { jobDelayMs: 0, jobLingerMs: 0 } });
    const before = clientOf(first);
    const list = await before.listId();
    await before.settled(await before.upsert(people(10), [list]));
    const ada = await before.contact("p0@example.com");
    await before.call("PUT", "/_simulator/settings", { jobDelayMs: 3_600_000 });
    const waiting = await before.upsert(people(5_000), [list]);
    await first.close();

    const after = await aSimulator({ data });
    expect(after.keys).toEqual(first.keys);
    expect((await after.settled(waiting)).results).toEqual({
      requested_count: 5_000,
      created_count: 4_990,
      updated_count: 10,
    });
    expect((await after.contact("p0@example.com"))?.id).toBe(ada?.id);
    expect((await after.call("GET", `/v3/marketing/lists/${list}`)).body.contact_count).toBe(5_000);
  });

  test("loses and repeats nothing when its process is killed in the middle of a job", async () => {
    const data = aDataFile();
    const victim = await aProcess({ DATA: data, JOB_DELAY_MS: "0", JOB_LINGER_MS: "0", RATE_LIMITS: "none" });
    const list = await victim.client.listId();
    const accepted = [
      await victim.client.upsert(people(30_000), [list]),
      await victim.client.upsert(people(30_000), [list]),
    ];
    await vi.waitUntil(async () => (await victim.client.state()).contactCount > 0);
    victim.process.kill("SIGKILL");
    await once(victim.process, "exit");

    const after = await aSimulator({ data });
    const jobs = await Promise.all(accepted.map(after.settled));
    expect(jobs.map(({ results }) => results)).toEqual([
      { requested_count: 30_000, created_count: 30_000 },
      { requested_count: 30_000, updated_count: 30_000 },
    ]);
    expect((await after.call("GET", `/v3/marketing/lists/${list}`)).body.contact_count).toBe(30_000);
  });
});

async function aProcess(env: Record<string, string>) {
  const main = new URL("../main.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [main, "--port", "0"], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const url = /http:\S+/.exec(line.toString())?.[0] ?? "";
  const { keys } = (await (await fetch(`${url}/_simulator/keys`)).json()) as {
    keys: { kind: string; apiKey: string }[];
  };
  const byKind = Object.fromEntries(keys.map(({ kind, apiKey }) => [kind, apiKey]));
  return { process: child, client: clientOf({ url, keys: byKind as never, close: async () => {} }) };
}
