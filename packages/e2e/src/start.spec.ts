import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, symlink } from "node:fs/promises";
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

const launch = (env: Readonly<Record<string, string>> = {}) =>
  startProcess(
    LAUNCHER,
    { DATA_DIR: dataDir, PORT: "0", ...env },
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

test("a killed server stops everything, PostgreSQL too, and the launcher says what to do", async () => {
  const launcher = await launch();
  const server = (await processesOnFolder()).find((line) => line.includes("server/dist/main.js"));
  process.kill(Number.parseInt(server!, 10), "SIGKILL");
  await nothingRuns();
  expect(launcher.output()).toContain("ended unexpectedly (SIGKILL). Start again");
});

test("a second start on the same folder is refused, under whatever name, and the first goes on", async () => {
  const first = await launch();
  const alias = `${dataDir}-alias`;
  await symlink(dataDir, alias);
  for (const folder of [dataDir, alias])
    await expect(launch({ DATA_DIR: folder })).rejects.toThrow(/runs already on .*DATA_DIR=/);
  await rm(alias);
  expect((await ask(first.ready, "{ viewer { name } }")).viewer.name).toBe("Local administrator");
  await first.stop();
});

test("a taken port and an unusable folder are told in a sentence, with what to do", async () => {
  const first = await launch();
  const { port } = new URL(first.ready);
  const [other, noFolder] = [path.join(dataDir, "other"), path.join(LAUNCHER, "data")];
  await expect(launch({ DATA_DIR: other, PORT: port })).rejects.toThrow(`Port ${port} is taken`);
  await expect(launch({ DATA_DIR: noFolder })).rejects.toThrow("Name another: DATA_DIR=");
  await first.stop();
  await nothingRuns();
});

const endings: readonly (readonly [string, (npm: number) => void])[] = [
  ["SIGTERM to npm alone", (npm) => process.kill(npm, "SIGTERM")],
  [
    "Ctrl-C, pressed twice",
    (npm) => {
      process.kill(-npm, "SIGINT");
      process.kill(-npm, "SIGINT");
    },
  ],
  ["a closed terminal", (npm) => process.kill(-npm, "SIGHUP")],
];
for (const [what, end] of endings) {
  test(`npm start, ended by ${what}, leaves nothing running`, async () => {
    const npm = spawn("npm", ["start"], {
      cwd: path.resolve(path.dirname(LAUNCHER), ".."),
      env: { ...process.env, DATA_DIR: dataDir, PORT: "0" },
      stdio: ["ignore", "pipe", "inherit"],
      detached: true, // a group of its own, as in a terminal
    });
    let output = "";
    npm.stdout.on("data", (text) => (output += text));
    await until(async () => output.includes("Keruen is ready"), 60_000);
    const ended = once(npm, "exit");
    end(npm.pid!);
    await ended;
    await nothingRuns();
  });
}
