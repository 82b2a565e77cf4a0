import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { aServer, type TestServer } from "../../testing/a-server.ts";
import { sendFile } from "../../testing/a-source.ts";
import { heldBytes } from "../../testing/held-bytes.ts";

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(async () => await server.close());

/** Everything that files leave in the database. */
const traces = async () => {
  const [counts] = await server.dataSource.query(
    `select (select count(*) from uploaded_file) as files, (select count(*) from rejected_line) as lines,
            (select count(*) from pg_tables where schemaname = 'staging') as tables`,
  );
  return counts;
};

const columnNames = ({ body }: Awaited<ReturnType<typeof sendFile>>) =>
  body.columns.map(({ name }: { name: string }) => name);

describe("POST /files takes in", () => {
  test.each([
    ["commas", "id,name,city\n1,Ada,London\n"],
    ["semicolons, with commas in the values", "id;name;city\n1;Lovelace, Ada;London\n"],
    ["tabs", "id\tname\tcity\n1\tAda\tLondon\n"],
    ["a byte order mark", "\ufeffid,name,city\n1,Ada,London\n"],
    ["CR LF and no line break at the end", "id,name,city\r\n1,Ada,London"],
    ["quotes around everything", '"id","name","city"\n"1","Ada","London"\n'],
    ["gzip", gzipSync("id,name,city\n1,Ada,London\n")],
    ["NDJSON", '{"id":1,"name":"Ada","city":"London"}\n'],
    ["NDJSON in gzip", gzipSync('\ufeff{"id":1,"name":"Ada","city":"London"}\r\n')],
  ])("%s", async (_, file) => {
    const sent = await sendFile(server, file);
    expect(sent).toMatchObject({ status: 201, body: { rowCount: 1, rejectedLineCount: 0 } });
    expect(columnNames(sent)).toEqual(["id", "name", "city"]);
  });

  test("a file of whatever content type, or none, in pieces of one byte, and says what it learnt of it", async () => {
    const file =
      "customer_id,e-mail,visits,since,active,zip\n07,ada@example.com,3,2024-02-29,true,01067\n8,bob@example.com,12,2023-01-01,FALSE,\n";
    async function* bytes() {
      for (const byte of Buffer.from(file)) yield Buffer.from([byte]);
    }
    const { body } = await sendFile(server, bytes(), {
      name: "Kundendaten ü.csv",
      headers: { "content-type": "application/json" },
    });
    expect(body).toEqual({
      id: expect.any(String),
      name: "Kundendaten ü.csv",
      sizeBytes: Buffer.byteLength(file),
      format: "csv",
      rowCount: 2,
      rejectedLineCount: 0,
      rejectedLines: [],
      columns: [
        { name: "customer_id", type: "TEXT", filledCount: 2, samples: ["07", "8"] },
        { name: "e-mail", type: "TEXT", filledCount: 2, samples: ["ada@example.com", "bob@example.com"] },
        { name: "visits", type: "NUMBER", filledCount: 2, samples: ["3", "12"] },
        { name: "since", type: "DATE", filledCount: 2, samples: ["2024-02-29", "2023-01-01"] },
        { name: "active", type: "BOOLEAN", filledCount: 2, samples: ["true", "FALSE"] },
        { name: "zip", type: "TEXT", filledCount: 1, samples: ["01067"] },
      ],
      suggested: { idField: "customer_id", emailField: "e-mail" },
    });
  });

  test("the good lines of a file with bad ones, and tells each bad one by its number and reason", async () => {
    const file = 'id,name\n1,Ada\n2\n3,"Bob\n4,C"id\n5,Eve,x\n6,\0\n7,Fay\n';
    const { body } = await sendFile(server, file);
    expect(body).toMatchObject({ rowCount: 2, rejectedLineCount: 5 });
    expect(body.rejectedLines.map(({ line, code }: never) => [line, code])).toEqual([
      [3, "column-count"],
      [4, "quote-stray"],
      [5, "quote-stray"],
      [6, "column-count"],
      [7, "null-character"],
    ]);
    expect(body.rejectedLines[0].message).toBe("It has 1 values where the header has 2.");
  });

  test("objects with different keys, and tells what else there was on the lines", async () => {
    const file = [
      '{"id":1,"a":true}',
      "[1]",
      '{"id":',
      "",
      '{"id":2,"b":{"c":[1]}}',
      '{"id":"\\ud800"}',
      '{"id":"\\u0000"}',
      '{"":1}',
    ];
    const { body } = await sendFile(server, file.join("\n"));
    expect(body).toMatchObject({ format: "ndjson", rowCount: 2 });
    expect(body.columns.map(({ name, type }: never) => [name, type])).toEqual([
      ["id", "NUMBER"],
      ["a", "BOOLEAN"],
      ["b", "TEXT"],
    ]);
    expect(body.rejectedLines.map(({ line, code }: never) => [line, code])).toEqual([
      [2, "not-an-object"],
      [3, "not-json"],
      [6, "unpaired-surrogate"],
      [7, "null-character"],
      [8, "unusable-name"],
    ]);
  });

  test("any number of rejected lines: it counts them all, and keeps the first ten thousand", async () => {
    const before = await traces();
    const { body } = await sendFile(server, `id,name\n${"x\n".repeat(12_000)}`);
    expect(body).toMatchObject({ rowCount: 0, rejectedLineCount: 12_000 });
    expect(body.rejectedLines).toHaveLength(50);
    expect((await traces()).lines - before.lines).toBe(10_000);
  });
});

describe("POST /files refuses, and nothing changes:", () => {
  const utf16 = Buffer.from("\ufeffid,name\n1,Ada\n", "utf16le");
  test.each<[string, string | Buffer, string]>([
    ["an empty file", "", "file-empty"],
    ["nothing but blanks", " \n\r\n\t\n", "file-empty"],
    ["an empty gzip", gzipSync(""), "file-empty"],
    ["a header without a row", "id,name\n", "file-without-rows"],
    ["an Excel workbook", Buffer.from("PK\x03\x04\x14\0\x06\0", "latin1"), "unsupported-format"],
    ["UTF-16", utf16, "unsupported-format"],
    ["UTF-16 without a mark", utf16.subarray(2), "unsupported-format"],
    ["an image", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"), "unsupported-format"],
    ["a web page", "<!DOCTYPE html><html></html>", "unsupported-format"],
    ["a JSON list", '[{"id":1},\n{"id":2}]', "unsupported-format"],
    ["an indented JSON object", '{\n  "id": 1\n}\n', "unsupported-format"],
    ["a header in another encoding", Buffer.from("id,pr\xe9nom\n1,Ada\n", "latin1"), "header-not-utf8"],
    ["a column without a name", "id,,name\n1,2,3\n", "header-blank-name"],
    ["two columns of one name", "id,name, name\n1,2,3\n", "header-duplicate-name"],
    ["a name without end", `id,${"x".repeat(201)}\n1,2\n`, "header-name-too-long"],
    ["a file without a header", "1,ada@example.com\n2,bob@example.com\n", "header-looks-like-data"],
    ["a header with a stray quote", 'id,"na"me\n1,2\n', "header-broken"],
    ["a line without end", "x".repeat(3_000_000), "header-too-large"],
    [
      "too many columns",
      `${Array.from({ length: 1_001 }, (_, n) => `c${n}`).join(",")}\n1\n`,
      "too-many-columns",
    ],
    ["a gzip that is cut off", gzipSync("id\n1\n2\n3\n").subarray(0, -6), "gzip-broken"],
    ["a gzip bomb", gzipSync(`id\n${`${"x".repeat(100_000)}\n`.repeat(1_100)}`), "gzip-bomb"],
  ])("%s", async (_, file, code) => {
    const before = await traces();
    const sent = await sendFile(server, file);
    expect(sent).toEqual({
      status: 422,
      body: { code, message: expect.stringMatching(/\.$/), requestId: expect.any(String) },
    });
    expect(await traces()).toEqual(before);
  });

  test("a form", async () => {
    const form = new FormData();
    form.append("file", new Blob(["id\n1\n"]), "customers.csv");
    const response = await fetch(`${server.url}/files`, { method: "POST", body: form });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ code: "multipart-refused" });
  });

  test("no message repeats what the file holds: without a header that is somebody's data", async () => {
    const { body } = await sendFile(server, "ada@example.com,Ada,Ada\n");
    expect(body.message).not.toContain("Ada");
  });
});

describe("POST /files, when the sender", () => {
  test("drops the connection in the middle, keeps nothing and takes the next file", async () => {
    const before = await traces();
    const sending = request(`${server.url}/files?name=lost.csv`, { method: "POST" });
    sending.on("error", () => undefined); // it is cut on purpose
    sending.write(`id,name\n${"1,Ada\n".repeat(200_000)}`);
    await vi.waitFor(async () => expect(await copiesUnderWay()).toBe(1), { timeout: 10_000 });
    sending.destroy();
    await vi.waitFor(async () => expect(await copiesUnderWay()).toBe(0), { timeout: 10_000 });
    expect(await traces()).toEqual(before);
    expect((await sendFile(server, "id\n1\n")).status).toBe(201);
  });

  test("opens a fifth upload beside four, asks it to wait", { timeout: 60_000 }, async () => {
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    async function* endless() {
      yield "id,name\n";
      for (let id = 0; !stop.signal.aborted; id++) {
        yield `${id},Ada\n`.repeat(1_000);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
    const four = Array.from({ length: 4 }, () => sendFile(server, endless()));
    await vi.waitFor(async () => expect(await copiesUnderWay()).toBe(4), { timeout: 40_000 });
    expect(await sendFile(server, "id\n1\n")).toMatchObject({
      status: 429,
      body: { code: "too-many-uploads" },
    });
    stop.abort();
    expect((await Promise.all(four)).map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  });

  test("sends 300,000 rows, holds on to no more of them than of 60,000", async () => {
    const held: number[] = [];
    async function* rows() {
      yield "id,email,name,note\n";
      for (let id = 0; id < 300_000; id += 500) {
        if (id % 60_000 === 0) held.push(heldBytes());
        yield Array.from(
          { length: 500 },
          (_, n) => `${id + n},p${id + n}@example.com,Ada ${id + n},${"x".repeat(200)}\n`,
        ).join("");
      }
      held.push(heldBytes());
    }
    const sending = request(`${server.url}/files`, { method: "POST" });
    const answer = once(sending, "response") as Promise<[IncomingMessage]>;
    await pipeline(rows, sending); // unlike fetch, it waits for whoever reads slowly
    const file = await json((await answer)[0]);
    expect(file).toMatchObject({ rowCount: 300_000 });
    const [, first = 0, ...later] = held;
    // Whatever is held for good is in every reading; what is on its way, or not yet swept, in some.
    expect((later.toSorted((one, other) => one - other)[2] ?? 0) - first).toBeLessThan(20_000_000);
  });
});

const copiesUnderWay = async () => {
  const [{ count }] = await server.dataSource.query(
    "select count(*) from pg_stat_progress_copy where datname = current_database()",
  );
  return count;
};
