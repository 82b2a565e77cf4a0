import { fork } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { at } from "./product/start-server.ts";
import { until } from "./product/until.ts";

let dataDir: string;
test.beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "keruen-log-"));
  await chmod(dataDir, 0o755); // PostgreSQL may run as another account
});
test.afterEach(async () => await rm(dataDir, { recursive: true, force: true }));

test("a server whose log nobody reads any more goes on, and ends when it is told to", async () => {
  const server = fork(at("apps/server/dist/main.js"), {
    env: { ...process.env, PORT: "0", DATA_DIR: dataDir, LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  server.stdout?.resume();
  server.stderr?.resume();
  const [{ address }] = await once(server, "message");
  for (const unread of [server.stdout, server.stderr]) unread?.destroy();

  const [pid] = (await readFile(path.join(dataDir, "pg18/data/postmaster.pid"), "utf8")).split("\n");
  process.kill(Number(pid), "SIGQUIT"); // something to log
  await until(async () => (await fetch(`${address}/readyz`)).status !== 200, 20_000);
  await until(async () => (await fetch(`${address}/readyz`)).status === 200, 20_000);
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});
