/**
 * The key ring in a file that only its owner can read, made on the first start.
 *
 * Reads  : `secret-key.json` in the data folder.
 * Writes : the same, once, whole or not at all. Without it no sealed secret opens again: it belongs in the backup.
 * Used by: `compose.ts`.
 */
import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { KeyRing } from "./secret-box.ts";

const FILE = "secret-key.json";
const KEY_BYTES = 32;

const KeyFile = z
  .object({ current: z.string(), keys: z.record(z.string(), z.base64()) })
  .refine(({ current, keys }) => Object.hasOwn(keys, current), { message: "`current` is not among `keys`" })
  .refine(({ keys }) => Object.values(keys).every((key) => Buffer.from(key, "base64").length === KEY_BYTES), {
    message: `every key is ${KEY_BYTES} bytes in base64`,
  });

/** @throws {Error} where the file can be read by others, or is not what was written. Says which file, never its content. */
export async function readKeyFile(dataDir: string): Promise<KeyRing> {
  const file = path.join(dataDir, FILE);
  await fs.mkdir(dataDir, { recursive: true });
  const text = (await read(file)) ?? (await create(file));
  const parsed = KeyFile.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new Error(
      `${file} is not a key file (${parsed.error.issues[0]?.message}). Put it back from your backup. If there is none, remove it: a new one is made, and every SendGrid key has to be entered again.`,
    );
  }
  const { current, keys } = parsed.data;
  return {
    current,
    keys: new Map(Object.entries(keys).map(([kid, key]) => [kid, createSecretKey(key, "base64")])),
  };
}

async function read(file: string): Promise<string | null> {
  try {
    const { mode } = await fs.stat(file);
    if (process.platform !== "win32" && (mode & 0o077) !== 0)
      throw new Error(`${file} can be read by others. Take that away: chmod 600 '${file}'`);
    return await fs.readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** A link is made whole or not at all, and only where nothing is: of two processes, one wins and both read its file. */
async function create(file: string): Promise<string> {
  const kid = randomBytes(4).toString("hex");
  const draft = `${file}.${randomUUID()}`;
  const text = `${JSON.stringify({ current: kid, keys: { [kid]: randomBytes(KEY_BYTES).toString("base64") } })}\n`;
  await fs.writeFile(draft, text, { mode: 0o600, flag: "wx", flush: true });
  try {
    await fs.link(draft, file);
    await flushFolder(path.dirname(file));
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return await fs.readFile(file, "utf8");
  } finally {
    await fs.rm(draft);
  }
}

/** Or the name could be lost with the power, and with it every secret sealed since. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return; // a folder cannot be opened there
  const handle = await fs.open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
