import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readKeyFile } from "./key-file.ts";
import { Secret } from "./secret.ts";
import { SecretBox } from "./secret-box.ts";

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), "keruen-key-"));
  file = path.join(dir, "secret-key.json");
});
afterEach(async () => await rm(dir, { recursive: true }));

const place = { table: "t", row: "r", field: "f" };
const write = async (content: unknown) => {
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content), { mode: 0o600 });
};

describe("the key file", () => {
  test("is made on the first start, for its owner alone, and read on the next", async () => {
    const sealed = new SecretBox(await readKeyFile(dir)).seal(place, new Secret("s"));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(dir)).toEqual(["secret-key.json"]);
    expect(new SecretBox(await readKeyFile(dir)).open(place, sealed).reveal()).toBe("s");
  });

  test("is one file for processes that start at once", async () => {
    const rings = await Promise.all(Array.from({ length: 20 }, () => readKeyFile(dir)));
    const kept = JSON.parse(await readFile(file, "utf8")).current;
    expect(new Set(rings.map((ring) => ring.current))).toEqual(new Set([kept]));
    expect(await readdir(dir)).toEqual(["secret-key.json"]);
  });

  test("is refused when others can read it", async () => {
    await readKeyFile(dir);
    await chmod(file, 0o640);
    await expect(readKeyFile(dir)).rejects.toThrow(`chmod 600 '${file}'`);
  });

  const short = Buffer.alloc(31, 7).toString("base64");
  test.each([
    ["no JSON", "{"],
    ["empty", ""],
    ["another JSON", { hello: "there" }],
    ["without its current key", { current: "b", keys: { a: Buffer.alloc(32).toString("base64") } }],
    ["a short key", { current: "a", keys: { a: short } }],
    ["a long key", { current: "a", keys: { a: Buffer.alloc(33).toString("base64") } }],
  ])(
    "is refused when it is %s, naming the file and not its content, and is left as it is",
    async (_what, content) => {
      await write(content);
      const before = await readFile(file, "utf8");
      const refused = await readKeyFile(dir).catch((error: Error) => error.message);
      expect(refused).toMatch(/secret-key\.json is not a key file .* backup/);
      expect(refused).not.toContain(short);
      expect(await readFile(file, "utf8")).toBe(before);
    },
  );
});
