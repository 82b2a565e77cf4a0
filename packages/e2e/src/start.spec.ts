import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { ask } from "./product/ask.ts";
import { LAUNCHER } from "./product/product.ts";
import { startProcess } from "./product/start-process.ts";
import { until } from "./product/until.ts";

const run = promisify(execFile);

let dataDir: string;
test.beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "keruen-start-"));
  await chmod(dataDir, 0o755); // PostgreSQL may run as another account
});
test.afterEach(async () => await rm(dataDir, { recursive: true, force: true }));

const launch = () =>
  startProcess(
    LAUNCHER,
    { DATA_DIR: dataDir, PORT: "0" },
    (output) => /Keruen is ready: (\S+)/.exec(output)?.[1],
  );

/** Processes that have our folder in their environment or command line: launcher, server, simulator, PostgreSQL. */
async function processesOnFolder(): Promise<readonly string[]> {
  const { stdout } = await run("ps", ["eww", "-eo", "pid,args"], { maxBuffer: 64 * 1024 * 1024 });
  return stdout.split("\n").filter((line) => line.includes(dataDir) && !line.includes("ps eww"));
}

const nothingRuns = () => until(async () => (await processesOnFolder()).length === 0, 30_000);

test("a stopped start leaves nothing running, and the next one finds everything as it was", async () => {
  const first = await launch();
  const { system } = await ask(first.ready, "{ system { sandbox { keys { kind apiKey } } } }");
  expect(await processesOnFolder()).not.toEqual([]);
  await first.stop();
  await nothingRuns();

  const second = await launch();
  expect(await ask(second.ready, "{ system { sandbox { keys { kind apiKey } } } }")).toEqual({ system });
  await second.stop();
  await nothingRuns();
});

test("a killed launcher takes its server, its simulator and its PostgreSQL with it", async () => {
  const killed = await launch();
  await killed.kill();
  await nothingRuns();
  const again = await launch();
  expect((await ask(again.ready, "{ viewer { name } }")).viewer.name).toBe("Local administrator");
  await again.stop();
});
