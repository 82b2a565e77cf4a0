import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fail, ok } from "../../result.ts";
import { byteStream, gzipped } from "../../testing/byte-stream.ts";
import { type RefusedContact, readErrorsFile } from "./errors-file.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

async function read(bytes: Uint8Array<ArrayBuffer>, pieceBytes = 65_536) {
  const taken: RefusedContact[] = [];
  const answer = await readErrorsFile(
    byteStream(bytes, pieceBytes),
    async (page) => void taken.push(...page),
  );
  return { answer, taken };
}

const two = [
  { email: "ada@example.com", code: "refused-by-sendgrid", message: 'phone "000" is not valid, sorry' },
  { email: "bob@example.com", code: "refused-by-sendgrid", message: "SendGrid gave no reason." },
];
const [ada] = two;

describe("readErrorsFile", () => {
  test.each([
    ["CSV", 'email,error\nada@example.com,"phone ""000"" is not valid, sorry"\nbob@example.com,'],
    [
      "CSV with BOM, CRLF, upper case, more columns",
      '\ufeff"ROW","EMAIL","MESSAGE"\r\n1,ada@example.com,"phone ""000"" is not valid, sorry"\r\n2, bob@example.com ,\r\n',
    ],
    [
      "a JSON array",
      JSON.stringify([{ email: ada?.email, error: ada?.message }, { email: "bob@example.com" }]),
    ],
    [
      "an indented JSON array",
      ` ${JSON.stringify([{ email: ada?.email, error: ada?.message, row: { email: "x" } }, { email: "bob@example.com" }], null, 2)}\n`,
    ],
    [
      "JSON, an object a line",
      `${JSON.stringify({ email: ada?.email, reason: ada?.message })}\n{"email":"bob@example.com","error":null}\n`,
    ],
  ])("reads %s, as it is and as gzip, wherever it is cut", async (_, text) => {
    for (const bytes of [bytesOf(text), await gzipped(text)])
      for (const pieceBytes of [1, 7, 65_536])
        expect(await read(bytes, pieceBytes)).toEqual({ answer: ok({ named: 2 }), taken: two });
  });

  test("leaves out rows that name nobody", async () => {
    for (const text of ["email,error\n,broken\n", "", " \n", "[]", "<html>gone</html>"])
      expect(await read(bytesOf(text))).toEqual({ answer: ok({ named: 0 }), taken: [] });
  });

  test("tells rows that had no room in the account from those that SendGrid found wrong", async () => {
    const { taken } = await read(
      bytesOf(
        "email,error\nada@example.com,You have hit your contact limit\nbob@example.com,date malformed\n",
      ),
    );
    expect(taken.map(({ code }) => code)).toEqual(["contact-limit", "refused-by-sendgrid"]);
  });

  test.each([
    ["an array", '[{"email":"ada@example.com"},'],
    ["an object", '{"email":"ada@example.com"}\n{"email":"bo'],
    ["a cell", 'email,error\nada@example.com,"not'],
  ])("a file that ends within %s is a failure: what is missing would be lost unseen", async (_, text) => {
    expect((await read(bytesOf(text))).answer).toMatchObject(fail({ code: "unavailable" }));
  });

  test("a file with a row that is no JSON is a failure, never a file of fewer rows", async () => {
    const damaged = '[{"email":"ada@example.com"},{"email:"bob@example.com"},{"email":"cid@example.com"}]';
    expect((await read(bytesOf(damaged))).answer).toMatchObject(fail({ code: "unavailable" }));
    const damagedLine = '{"email":"ada@example.com"}\n{"emai\u0001":"bob@example.com"}\n';
    expect((await read(bytesOf(damagedLine))).answer).toMatchObject(fail({ code: "unavailable" }));
  });

  test("a row that never ends is not collected", async () => {
    const endless = bytesOf(`{"email":"${"x".repeat(3_000_000)}"}`);
    expect((await read(endless)).answer).toMatchObject(fail({ code: "unavailable" }));
  });

  test("gives back every row of JSON, whatever is in it, wherever it is cut", async () => {
    const row = fc.record({ email: fc.stringMatching(/^[a-z]{1,5}$/), error: fc.string({ minLength: 1 }) });
    const asArray = (rows: readonly object[]) => JSON.stringify(rows);
    const asLines = (rows: readonly object[]) => rows.map((each) => `${JSON.stringify(each)}\n`).join("");
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 5 }),
        fc.constantFrom(asArray, asLines),
        fc.integer({ min: 1, max: 40 }),
        async (rows, write, pieceBytes) => {
          const { taken } = await read(bytesOf(write(rows)), pieceBytes);
          expect(taken.map(({ email, message }) => ({ email, error: message }))).toEqual(rows);
        },
      ),
    );
  });

  test("hands on 200,000 rows in pages, the next only when the one before is taken", async () => {
    const lines = Array.from({ length: 200_000 }, (_, index) => `p${index}@example.com,date malformed\n`);
    const sizes: number[] = [];
    let underWay = 0;
    const answer = await readErrorsFile(
      byteStream(bytesOf(`email,error\n${lines.join("")}`)),
      async (page) => {
        underWay += 1;
        expect(underWay).toBe(1);
        await Promise.resolve();
        sizes.push(page.length);
        underWay -= 1;
      },
    );
    expect(answer).toEqual(ok({ named: 200_000 }));
    expect(Math.max(...sizes)).toBeLessThan(5_000);
  });
});
