import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCsvReader } from "../sendgrid/csv-reader.ts";
import { aReadyRow } from "../testing/a-contact.ts";
import { memorySpools } from "../testing/memory-spool.ts";
import { someFields } from "../testing/some-fields.ts";
import type { ReadyRow } from "../upload/row.ts";
import type { ImportFile } from "./csv-file.ts";
import { type PackImportsOptions, packImports } from "./pack-imports.ts";

async function* each<Value>(values: Iterable<Value>) {
  yield* values;
}

async function linesOf({ spooled }: ImportFile) {
  const csv = spooled.stream().pipeThrough(new DecompressionStream("gzip"));
  return createCsvReader().push(await new Response(csv).text());
}

async function packing(rows: Iterable<ReadyRow>, options: Partial<PackImportsOptions> = {}) {
  const spools = memorySpools();
  const files: ImportFile[] = [];
  const byUpsert: { readonly email: string; readonly code: string }[] = [];
  const parts = packImports(each(rows), { targets: someFields, openSpool: spools.openSpool, ...options });
  for await (const part of parts) {
    if (part.ok) files.push(part.value);
    else byUpsert.push({ email: part.failure.row.prepared.email, code: part.failure.reason.code });
  }
  return { ...spools, files, byUpsert, lines: await Promise.all(files.map(linesOf)) };
}

const limits = { maxRows: 1_000, maxBytes: 1_000_000 };

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

  test("are split where the next contact would be one too many", async () => {
    const rows = ["ada", "bob", "cid"].map((name) => aReadyRow(name));
    const { files } = await packing(rows, { limits: { ...limits, maxRows: 2 } });
    expect(files.map((file) => file.rows)).toEqual([2, 1]);
  });

  test("are split where the next contact would pass the bytes, header included", async () => {
    const rows = ["ada", "bob", "cid"].map((name) => aReadyRow(name, { city: "Ән" }));
    const header = '"_email","_city"\r\n'.length;
    const line = '"ada@example.com",""\r\n'.length + 4; // two letters of two bytes each
    const rowsWithin = async (maxBytes: number) => {
      const { files } = await packing(rows, { limits: { ...limits, maxBytes } });
      return files.map((file) => file.rows);
    };
    expect(await rowsWithin(header + 2 * line)).toEqual([2, 1]);
    expect(await rowsWithin(header + 2 * line - 1)).toEqual([1, 1, 1]);
  });

  test("leave out what CSV would bend, in its place, with the reason", async () => {
    const rows = [aReadyRow("ada", { custom_fields: { e2_N: -1 } }), aReadyRow("bob")];
    const { files, byUpsert } = await packing(rows);
    expect(byUpsert).toEqual([{ email: "ada@example.com", code: "number-not-exact" }]);
    expect(files).toMatchObject([{ rows: 1 }]);
  });

  test("are only so many at once", async () => {
    const rows = [aReadyRow("ada"), aReadyRow("bob", { city: "Almaty" }), aReadyRow("cid")];
    const { files, byUpsert } = await packing(rows, { maxFiles: 1 });
    expect(byUpsert).toEqual([{ email: "bob@example.com", code: "too-many-files" }]);
    expect(files).toMatchObject([{ rows: 2 }]);
  });

  test("go to the spool while contacts still come", async () => {
    const { openSpool, held } = memorySpools();
    let heldAtTheEnd = 0;
    function* rows() {
      for (let count = 0; count < 100_000; count++)
        yield aReadyRow(`p${count}`, { city: `${Math.random()}` });
      heldAtTheEnd = held()[0] ?? 0;
    }
    for await (const part of packImports(each(rows()), { targets: someFields, openSpool })) {
      expect(part.ok && part.value.spooled.bytes - heldAtTheEnd).toBeLessThan(200_000);
    }
    expect(heldAtTheEnd).toBeGreaterThan(500_000);
  });
});

describe("nothing is left behind", () => {
  test("where whoever takes the files stops", async () => {
    const { openSpool, held } = memorySpools();
    const rows = [aReadyRow("ada"), aReadyRow("bob", { city: "" })];
    for await (const _ of packImports(each(rows), { targets: someFields, openSpool })) break;
    expect(held()).toEqual([]);
  });

  test("where the contacts break off", async () => {
    const { openSpool, held } = memorySpools();
    async function* rows() {
      yield aReadyRow("ada");
      throw new Error("The database went away");
    }
    const packed = packImports(rows(), { targets: someFields, openSpool }).next();
    await expect(packed).rejects.toThrow("The database went away");
    expect(held()).toEqual([]);
  });

  test.each([0, 100_000])("where the disk is full after %d bytes", async (failsAfterBytes) => {
    const { openSpool, held } = memorySpools({ failsAfterBytes });
    function* rows() {
      for (let count = 0; count < 50_000; count++) yield aReadyRow(`p${count}`, { city: `${Math.random()}` });
    }
    const packed = packImports(each(rows()), { targets: someFields, openSpool }).next();
    await expect(packed).rejects.toThrow("The disk is full");
    expect(held()).toEqual([]);
  });
});

test("every contact is in exactly one file, or by itself", async () => {
  const members = fc.record(
    {
      city: fc.string(),
      country: fc.string({ minLength: 1 }),
      custom_fields: fc.record({ e2_N: fc.oneof(fc.nat(), fc.double({ noNaN: true })) }),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(members, { maxLength: 30 }), async (contacts) => {
      const rows = contacts.map((contact, index) => aReadyRow(`p${index}`, contact));
      const options = { limits: { ...limits, maxRows: 3 }, maxFiles: 2 };
      const { lines, byUpsert, files } = await packing(rows, options);
      const inFiles = lines.flatMap(([, ...data]) => data.map(([email]) => email));
      expect([...inFiles, ...byUpsert.map(({ email }) => email)].toSorted()).toEqual(
        rows.map(({ prepared }) => prepared.email).toSorted(),
      );
      expect(files.map((file) => file.rows)).toEqual(lines.map((data) => data.length - 1));
    }),
    { numRuns: 50 },
  );
});
