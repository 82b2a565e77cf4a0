import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCsvReader } from "../sendgrid/files/csv-reader.ts";
import { aReadyRow } from "../testing/a-contact.ts";
import { aRejection } from "../testing/an-upload.ts";
import { collect } from "../testing/collect.ts";
import { memorySpools } from "../testing/memory-spool.ts";
import { someFields } from "../testing/some-fields.ts";
import { type Batch, discardFiles } from "../upload/batch.ts";
import { UPSERT_LIMITS } from "../upload/open-request.ts";
import { isReady, type Row } from "../upload/row.ts";
import { addressesIn } from "./addresses-in.ts";
import type { ImportFile } from "./csv-file.ts";
import { IMPORT_LIMITS } from "./open-files.ts";
import { type PackImportsOptions, packImports } from "./pack-imports.ts";

/** Each in a page of its own. */
async function* each<Value>(values: Iterable<Value>) {
  for (const value of values) yield [value];
}

async function linesOf({ spooled }: ImportFile) {
  const csv = spooled.stream().pipeThrough(new DecompressionStream("gzip"));
  return createCsvReader().push(await new Response(csv).text());
}

const common = { targets: someFields, listIds: ["list-1"], rowsBeforeFile: 0 };

async function packing(rows: Iterable<Row>, options: Partial<PackImportsOptions> = {}) {
  const spools = memorySpools();
  const packed = packImports(each(rows), { ...common, openSpool: spools.openSpool, ...options });
  const batches = await collect(packed);
  const files = batches.flatMap((batch) => batch.files);
  const byUpsert = batches.map(({ contacts }) => contacts.map(({ profileId }) => profileId));
  const rowCounts = batches.map((batch) => batch.files.map((file) => file.rows));
  return { ...spools, batches, files, byUpsert, rowCounts, lines: await Promise.all(files.map(linesOf)) };
}

const importLimits = { maxRows: 1_000, maxBytes: 1_000_000 };

describe("files of an import", () => {
  test("have a header and a line for each contact, as gzip of a length that is known", async () => {
    const { files, lines, held } = await packing([aReadyRow("ada"), aReadyRow("bob")]);
    expect(files).toMatchObject([{ columns: ["_email"], rows: 2 }]);
    expect(lines).toEqual([[["_email"], ["ada@example.com"], ["bob@example.com"]]]);
    expect(held()).toEqual([files[0]?.spooled.bytes]);
  });

  test("hold contacts that fill the same fields, so that no cell is empty", async () => {
    const rows = [aReadyRow("ada", { city: "Almaty" }), aReadyRow("bob"), aReadyRow("cid", { city: "Aral" })];
    const { lines } = await packing(rows);
    expect(lines).toEqual([
      [
        ["_email", "_city"],
        ["ada@example.com", "Almaty"],
        ["cid@example.com", "Aral"],
      ],
      [["_email"], ["bob@example.com"]],
    ]);
  });

  test("leave out what CSV would bend: it goes by upsert in the same batch", async () => {
    const rows = [aReadyRow("ada", { custom_fields: { e2_N: -1 } }), aReadyRow("bob")];
    const { batches, byUpsert, rowCounts } = await packing(rows);
    expect([byUpsert, rowCounts]).toEqual([[["ada"]], [[1]]]);
    expect(batches).toMatchObject([{ firstProfileId: "ada", lastProfileId: "bob", rowCount: 2 }]);
  });

  test("are only so many at once", async () => {
    const rows = [aReadyRow("ada"), aReadyRow("bob", { city: "Almaty" }), aReadyRow("cid")];
    const { byUpsert, rowCounts } = await packing(rows, { maxFiles: 1 });
    expect([byUpsert, rowCounts]).toEqual([[["bob"]], [[2]]]);
  });

  test("are for many: the first few that fill the same fields go by upsert", async () => {
    const names = ["ada", "bob", "cid", "dan"];
    const rows = [aReadyRow("eve", { city: "Almaty" }), ...names.map((name) => aReadyRow(name))];
    const { byUpsert, rowCounts } = await packing(rows, { rowsBeforeFile: 2 });
    expect([byUpsert, rowCounts]).toEqual([[["eve", "ada", "bob"]], [[2]]]);
  });

  test("are for sets of fields that more contacts fill than would still go by upsert", async () => {
    const filled = (share: number, index: number) =>
      index % 10 < share ? { city: "Aral" } : { custom_fields: { e2_N: -1 } };
    const withCity = async (share: number) => {
      const rows = Array.from({ length: 200 }, (_, index) => aReadyRow(`p${index}`, filled(share, index)));
      return (await packing(rows, { rowsBeforeFile: 5 })).files.length;
    };
    expect([await withCity(4), await withCity(6)]).toEqual([0, 1]);
  });

  test("are for several such sets of one size together, or for none where there are too many of them", async () => {
    const cities = ["city", "country", "last_name", "first_name"] as const;
    const rows = Array.from({ length: 200 }, (_, index) =>
      aReadyRow(`p${index}`, { [cities[index % 4]!]: "Aral" }),
    );
    const files = async (maxFiles: number) =>
      (await packing(rows, { rowsBeforeFile: 5, maxFiles })).files.length;
    expect([await files(4), await files(3)]).toEqual([4, 0]);
  });

  test("go to the spool while contacts still come", async () => {
    const { openSpool, held } = memorySpools();
    let heldAtTheEnd = 0;
    function* rows() {
      for (let count = 0; count < 100_000; count++)
        yield aReadyRow(`p${count}`, { city: `${Math.random()}` });
      heldAtTheEnd = held()[0] ?? 0;
    }
    for await (const { files } of packImports(each(rows()), { ...common, openSpool })) {
      expect(files[0]!.spooled.bytes - heldAtTheEnd).toBeLessThan(200_000);
    }
    expect(heldAtTheEnd).toBeGreaterThan(500_000);
  });
});

describe("a batch is full", () => {
  const rows = ["ada", "bob", "cid"].map((name) => aReadyRow(name, { city: "Ән" }));

  test("where the next contact would be one too many for its files together", async () => {
    const { batches, rowCounts } = await packing([aReadyRow("eve"), ...rows], {
      importLimits: { ...importLimits, maxRows: 2 },
    });
    expect(rowCounts).toEqual([[1, 1], [2]]);
    expect(batches).toMatchObject([
      { firstProfileId: "eve", lastProfileId: "ada", rowCount: 2 },
      { firstProfileId: "bob", lastProfileId: "cid", rowCount: 2 },
    ]);
  });

  test("where the next contact would pass the bytes of its file, header included", async () => {
    const header = '"_email","_city"\r\n'.length;
    const line = '"ada@example.com",""\r\n'.length + 4; // two letters of two bytes each
    const rowsWithin = async (maxBytes: number) =>
      (await packing(rows, { importLimits: { ...importLimits, maxBytes } })).rowCounts;
    expect(await rowsWithin(header + 2 * line)).toEqual([[2], [1]]);
    expect(await rowsWithin(header + 2 * line - 1)).toEqual([[1], [1], [1]]);
  });

  test("where what goes by upsert fills a request", async () => {
    const bent = ["dan", "eve"].map((name) => aReadyRow(name, { custom_fields: { e2_N: -1 } }));
    const { byUpsert, rowCounts } = await packing([rows[0]!, bent[0]!, rows[1]!, bent[1]!], {
      limits: { ...UPSERT_LIMITS, maxContacts: 1 },
    });
    expect([byUpsert, rowCounts]).toEqual([
      [["dan"], ["eve"]],
      [[2], []],
    ]);
  });

  test("where enough was set aside, so that what is held stays bounded", async () => {
    const setAside: Row[] = ["x", "y", "z"].map((profileId) => ({ profileId, rejection: aRejection }));
    const { batches, rowCounts } = await packing([rows[0]!, ...setAside, rows[1]!], { maxRows: 2 });
    expect(batches.map((batch) => batch.rows.length)).toEqual([2, 1]);
    expect(rowCounts).toEqual([[1], [1]]);
  });
});

describe("nothing is left behind", () => {
  test("where whoever takes the batches stops, of those that he did not take", async () => {
    const { openSpool, held } = memorySpools();
    const rows = [aReadyRow("ada"), aReadyRow("bob"), aReadyRow("cid")];
    const options = { ...common, openSpool, importLimits: { ...importLimits, maxRows: 1 } };
    const taken: Batch[] = [];
    for await (const batch of packImports(each(rows), options)) {
      taken.push(batch);
      if (taken.length === 2) break;
    }
    expect(held()).toHaveLength(2);
    for (const batch of taken) await discardFiles(batch);
    expect(held()).toEqual([]);
  });

  test("where the contacts break off", async () => {
    const { openSpool, held } = memorySpools();
    async function* rows() {
      yield [aReadyRow("ada")];
      throw new Error("The database went away");
    }
    const packed = packImports(rows(), { ...common, openSpool }).next();
    await expect(packed).rejects.toThrow("The database went away");
    expect(held()).toEqual([]);
  });

  test.each([0, 100_000])("where the disk is full after %d bytes", async (failsAfterBytes) => {
    const { openSpool, held } = memorySpools({ failsAfterBytes });
    function* rows() {
      yield aReadyRow("small", { country: "Kazakhstan" });
      for (let count = 0; count < 50_000; count++) yield aReadyRow(`p${count}`, { city: `${Math.random()}` });
    }
    const packed = packImports(each(rows()), { ...common, openSpool }).next();
    await expect(packed).rejects.toThrow("The disk is full");
    expect(held()).toEqual([]);
  });
});

const anyReady = fc
  .record(
    {
      city: fc.string(),
      country: fc.string({ minLength: 1 }),
      custom_fields: fc.record({ e2_N: fc.oneof(fc.nat(), fc.double({ noNaN: true })) }),
    },
    { requiredKeys: [] },
  )
  .map((contact): Row => aReadyRow("x", contact));
const anyRow = fc.oneof(
  { weight: 5, arbitrary: anyReady },
  { weight: 1, arbitrary: fc.constant<Row>({ profileId: "x", rejection: aRejection }) },
  { weight: 1, arbitrary: fc.constant<Row>({ profileId: "x", duplicateOf: "y" }) },
);
const named = (rows: readonly Row[]) =>
  rows.map((row, index): Row => {
    const profileId = `p${index}`;
    if (!isReady(row)) return { ...row, profileId };
    const { email: _, ...contact } = JSON.parse(row.prepared.json);
    return aReadyRow(profileId, contact);
  });
const anyLimits = fc.record({
  importLimits: fc.record({
    maxRows: fc.integer({ min: 1, max: 9 }),
    maxBytes: fc.integer({ min: 1, max: 400 }),
  }),
  limits: fc.record({
    maxContacts: fc.integer({ min: 1, max: 5 }),
    maxBytes: fc.integer({ min: 300, max: 900 }),
  }),
  maxRows: fc.integer({ min: 1, max: 7 }),
  maxFiles: fc.integer({ min: 1, max: 3 }),
  rowsBeforeFile: fc.integer({ min: 0, max: 3 }),
});

describe("for any rows and any limits", () => {
  test("every row is in exactly one batch, in order of its range, and there in exactly one place", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 40 }).map(named), anyLimits, async (rows, limits) => {
        const { batches } = await packing(rows, limits);
        let done = 0;
        for (const batch of batches) {
          const range = rows.slice(done, done + batch.rowCount);
          done += batch.rowCount;
          expect([range[0]?.profileId, range.at(-1)?.profileId]).toEqual([
            batch.firstProfileId,
            batch.lastProfileId,
          ]);
          const inFiles = new Set<string>();
          for (const file of batch.files)
            for await (const emails of addressesIn(file)) for (const email of emails) inFiles.add(email);
          const held = range.filter((row) => !(isReady(row) && inFiles.has(row.prepared.email)));
          expect(batch.rows.map(({ profileId }) => profileId)).toEqual(
            held.map(({ profileId }) => profileId),
          );
          expect(inFiles.size).toBe(batch.files.reduce((sum, file) => sum + file.rows, 0));
          expect(inFiles.size + batch.rows.length).toBe(batch.rowCount);
        }
        expect(done).toBe(rows.length);
      }),
      { numRuns: 100 },
    );
  });

  test("no limit is passed, and nothing is left of a batch whose files were discarded", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 40 }).map(named), anyLimits, async (rows, limits) => {
        const { batches, held } = await packing(rows, limits);
        for (const batch of batches) {
          const inFiles = batch.files.reduce((sum, file) => sum + file.rows, 0);
          expect(inFiles).toBeLessThanOrEqual(limits.importLimits.maxRows);
          expect(batch.files.length).toBeLessThanOrEqual(limits.maxFiles);
          expect(batch.rows.length).toBeLessThanOrEqual(limits.maxRows);
          expect(batch.contacts.length).toBeLessThanOrEqual(limits.limits.maxContacts);
          expect(batch.bodyBytes).toBeLessThanOrEqual(limits.limits.maxBytes);
          for (const file of batch.files) {
            const bytes = new TextEncoder().encode(await textOf(file)).length;
            if (file.rows > 1) expect(bytes).toBeLessThanOrEqual(limits.importLimits.maxBytes);
          }
        }
        expect(held()).toHaveLength(batches.reduce((sum, { files }) => sum + files.length, 0));
        for (const batch of batches) await discardFiles(batch);
        expect(held()).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test("SendGrid's own limits are the ones that hold as a rule", () => {
    expect(IMPORT_LIMITS).toEqual({ maxRows: 1_000_000, maxBytes: 5_000_000_000 });
  });
});

const textOf = ({ spooled }: ImportFile) =>
  new Response(spooled.stream().pipeThrough(new DecompressionStream("gzip"))).text();
