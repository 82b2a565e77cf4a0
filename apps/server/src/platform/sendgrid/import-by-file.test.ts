import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  createSendGridClient,
  ok,
  packBatches,
  packImports,
  type ReadRefusedOptions,
  type RefusedContact,
  readRefused,
  type SendGridContact,
  settleJob,
  type Transport,
  uploadBatch,
  uploadImport,
} from "@keruen/core";
import { aReadyRow } from "@keruen/core/testing";
import { type SimulatorOptions, startSimulator } from "@keruen/sendgrid-simulator";
import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../clock/system-clock.ts";
import { createSendHttp } from "./send-http.ts";
import { openSpoolFile } from "./spool-file.ts";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0)) await cleanUp();
});

/** An account with one list, the ways up to it, and the folder where files wait. */
async function anAccount(
  settings: SimulatorOptions["settings"] = {},
  onTheWay: (transport: Transport) => Transport = (transport) => transport,
) {
  const simulator = await startSimulator({
    settings: { jobDelayMs: 0, jobLingerMs: 0, rateLimits: null, ...settings },
  });
  const folder = await mkdtemp(path.join(tmpdir(), "import-"));
  cleanups.push(simulator.close, () => rm(folder, { recursive: true }));
  const client = createSendGridClient({
    transport: onTheWay(createSendHttp({ baseUrl: simulator.url })),
    baseUrl: simulator.url,
    apiKey: () => simulator.keys.GOOD,
    clock: systemClock,
  });
  const list = await client.createList("all");
  const fields = await client.fieldDefinitions();
  if (!list.ok || !fields.ok) throw new Error("The simulator gives no list or no fields");
  const listId = list.value.id;
  const patience: ReadRefusedOptions = { client, clock: systemClock, random: () => 0, giveUpAfterMs: 20_000 };

  const byFile = async (rows: readonly ReturnType<typeof aReadyRow>[]) => {
    const openSpool = () => openSpoolFile(folder);
    const packing = { targets: fields.value, listIds: [listId], openSpool, rowsBeforeFile: 0 };
    const batches = await Array.fromAsync(packImports(each(rows), packing));
    const files = batches.flatMap((batch) => batch.files);
    const byUpsert = batches.flatMap(({ contacts }) => contacts.map(({ prepared }) => prepared.email));
    const uploaded = [];
    for (const file of files) {
      uploaded.push(await uploadImport(file, { ...patience, client, listId }));
      await file.spooled.discard();
    }
    return { files, byUpsert, uploaded };
  };

  const byUpsert = async (rows: readonly ReturnType<typeof aReadyRow>[]) => {
    const jobs: string[] = [];
    for (const batch of packBatches(rows, { listIds: [listId] })) {
      const sent = await uploadBatch(batch, { ...patience, client, listId });
      if (sent.ok) jobs.push(...sent.value.accepted.map(({ jobId }) => jobId));
    }
    return jobs;
  };

  /** By address, without what differs from account to account. */
  const stored = async () => {
    const answer = await fetch(`${simulator.url}/_simulator/contacts?limit=5000&list=${listId}`);
    const { contacts } = (await answer.json()) as { contacts: (SendGridContact & Record<string, unknown>)[] };
    const rest = contacts.map(({ email, first_name, city, country, custom_fields }) => ({
      email,
      first_name,
      city,
      country,
      custom_fields,
    }));
    return rest.toSorted((one, other) => (one.email < other.email ? -1 : 1));
  };

  const settled = async (jobId: string) => {
    const job = await settleJob(jobId, patience);
    if (!job.ok) return job;
    const refused: RefusedContact[] = [];
    await readRefused(jobId, job.value, async (page) => void refused.push(...page), patience);
    return ok({ ...job.value, refused });
  };
  return { byFile, byUpsert, settled, stored, folder };
}

/** The first file breaks off half-way. */
function breakingOnce(transport: Transport): Transport {
  let isBroken = false;
  return (request) => {
    if (!request.upload || isBroken) return transport(request);
    isBroken = true;
    const { bytes, stream } = request.upload;
    let left = bytes / 2;
    const half = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        if (left <= 0) return controller.error(new Error("The line is cut"));
        left -= chunk.length;
        return controller.enqueue(chunk);
      },
    });
    return transport({ ...request, upload: { bytes, stream: stream.pipeThrough(half) } });
  };
}

async function* each<Value>(values: Iterable<Value>) {
  for (const value of values) yield [value];
}

const someRows = Array.from({ length: 3_000 }, (_, index) =>
  aReadyRow(`p${String(index).padStart(4, "0")}`, {
    ...(index % 2 === 0 ? { first_name: `=1+1, "Ән"\r\n${index}` } : {}),
    ...(index % 3 === 0 ? { city: "Алматы", country: "Kazakhstan" } : {}),
    custom_fields: { e1_T: "gold", e2_N: index / 100, e3_D: "2021-02-11T00:00:00Z" },
  }),
);

describe("an import by file", () => {
  test("leaves SendGrid with exactly what upserts leave there", async () => {
    const one = await anAccount();
    const { files, uploaded, byUpsert } = await one.byFile(someRows);
    expect([files.length, byUpsert]).toEqual([4, []]);
    for (const upload of uploaded) {
      const job = upload.ok ? await one.settled(upload.value.jobId) : upload;
      expect(job).toMatchObject({ ok: true, value: { status: "completed", refused: [] } });
    }
    const other = await anAccount();
    for (const job of await other.byUpsert(someRows)) await other.settled(job);
    const stored = await one.stored();
    expect(stored).toHaveLength(3_000);
    expect(stored).toEqual(await other.stored());
  });

  test("names the rows SendGrid refuses by their e-mail, and applies the others", async () => {
    const { byFile, settled, stored } = await anAccount();
    const rows = ["ada", "bob", "cid"].map((name) =>
      aReadyRow(name, { first_name: name === "bob" ? "b".repeat(51) : name }),
    );
    const [upload] = (await byFile(rows)).uploaded;
    expect(upload).toMatchObject({ ok: true, value: { rows: 3 } });
    const job = upload?.ok ? await settled(upload.value.jobId) : upload;
    expect(job).toMatchObject({
      ok: true,
      value: { status: "errored", erroredCount: 1, refused: [{ email: "bob@example.com" }] },
    });
    expect((await stored()).map(({ email }) => email)).toEqual(["ada@example.com", "cid@example.com"]);
  });

  test("is whole though its first upload broke off half-way", async () => {
    const { byFile, settled, stored } = await anAccount({}, breakingOnce);
    const rows = Array.from({ length: 5_000 }, (_, index) => aReadyRow(`p${index}`, { city: randomUUID() }));
    const { files, uploaded } = await byFile(rows);
    expect(files[0]?.spooled.bytes).toBeGreaterThan(100_000);
    const [upload] = uploaded;
    const job = upload?.ok ? await settled(upload.value.jobId) : upload;
    expect(job).toMatchObject({ ok: true, value: { status: "completed", createdCount: 5_000 } });
    expect(await stored()).toHaveLength(5_000);
  });

  test("is given up where no address is good, and the key is not blamed", async () => {
    const { byFile } = await anAccount({ uploadLinkMs: 0 });
    expect((await byFile([aReadyRow("ada")])).uploaded).toMatchObject([
      { ok: false, failure: { code: "unavailable" } },
    ]);
  });

  test("leaves nothing in the folder", async () => {
    const { byFile, folder } = await anAccount();
    await byFile(someRows.slice(0, 10));
    expect(await readdir(folder)).toEqual([]);
  });
});
