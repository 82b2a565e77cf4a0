/**
 * `npm start`: builds, then runs the simulator in SendGrid's place and the server, and prints the one address to open.
 *
 * Reads  : SANDBOX, DATA_DIR, and whatever the server reads.
 * Writes : builds; DATA_DIR.
 * Used by: scripts/bootstrap.mjs, on the pinned Node.
 */
import { fork, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const dataDir = path.resolve(root, process.env.DATA_DIR ?? ".data");
const isSandbox = process.env.SANDBOX !== "0";

/** The server streams: a small heap is enough, and keeps its memory under 250 MB whatever passes through. */
const SERVER_HEAP = ["--max-old-space-size=160", "--max-semi-space-size=8", "--enable-source-maps"];

const children = [];
let isStopping = false;

build();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(0));
const sendGridUrl = isSandbox ? await startSimulator() : process.env.SENDGRID_BASE_URL;
const address = await startServer(sendGridUrl);
if (!isStopping) console.log(`\nKeruen is ready: ${address}\nCtrl-C ends it. The data stays in ${dataDir}.`);

function build() {
  const pnpm = process.platform === "win32" ? "pnpm.cmd" : "pnpm";
  const filters = ["@keruen/server", "@keruen/console", "@keruen/sendgrid-simulator"].map(
    (name) => `--filter=${name}`,
  );
  const args = [
    "exec",
    "turbo",
    "run",
    "build",
    ...filters,
    "--output-logs=errors-only",
    "--no-update-notifier",
  ];
  const { status, stdout } = spawnSync(pnpm, args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["inherit", "pipe", "inherit"],
    shell: process.platform === "win32",
  });
  if (status === 0) return;
  console.error(`${stdout}\nKeruen could not be built. What failed is above.`);
  process.exit(1);
}

async function startSimulator() {
  const folder = path.join(dataDir, "sendgrid-simulator");
  mkdirSync(folder, { recursive: true });
  const child = startChild("packages/sendgrid-simulator/dist/main.js", [], {
    PORT: process.env.SIMULATOR_PORT ?? "0",
    HOST: "127.0.0.1",
    DATA: path.join(folder, "contacts.sqlite"),
    // Long enough that a person sees each step of a run, as with SendGrid itself.
    LATENCY_MS: process.env.LATENCY_MS ?? "250",
  });
  return await said(child, (line) => /SendGrid simulator: (\S+)/.exec(line)?.[1]);
}

async function startServer(sendGridUrl) {
  const consoleDir = path.join(root, "apps/console/dist");
  const child = startChild("apps/server/dist/main.js", SERVER_HEAP, {
    DATA_DIR: dataDir,
    LOG_LEVEL: process.env.LOG_LEVEL ?? "warn",
    SANDBOX: isSandbox ? "1" : "0",
    ...(sendGridUrl && { SENDGRID_BASE_URL: sendGridUrl }),
    ...(existsSync(consoleDir) && { CONSOLE_DIR: consoleDir }),
  });
  child.stdout.pipe(process.stdout);
  return await new Promise((resolve) => child.on("message", (message) => resolve(message.address)));
}

/** A child with a channel: it ends itself when we are gone, in whatever way. In a group of its own, so that Ctrl-C reaches it once, through us. */
function startChild(file, execArgv, env) {
  const child = fork(path.join(root, file), {
    execArgv,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    detached: true,
  });
  child.ended = new Promise((resolve) => child.once("exit", resolve));
  child.once("exit", (code, signal) => {
    if (isStopping) return;
    if (code !== 1)
      console.error(
        `${file} ended unexpectedly (${signal ?? code}). Everything is stopped; start again to go on.`,
      );
    void stop(code || 1);
  });
  children.push(child);
  return child;
}

/** What a child says of itself on a line of its output. */
function said(child, read) {
  return new Promise((resolve) => {
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
      const value = read(output);
      if (value) resolve(value);
    });
  });
}

/** The server first: it may be talking to the simulator. */
async function stop(exitCode) {
  if (isStopping) return;
  isStopping = true;
  for (const child of children.toReversed()) {
    child.kill("SIGTERM");
    await child.ended;
  }
  process.exit(exitCode);
}
