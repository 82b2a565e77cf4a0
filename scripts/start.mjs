/**
 * `npm start`: builds, then runs the simulator in SendGrid's place and the server, and prints the one address to open.
 *
 * Reads  : SANDBOX, DATA_DIR, and whatever the server reads.
 * Writes : builds; DATA_DIR.
 * Used by: scripts/bootstrap.mjs, on the pinned Node.
 */
import { fork, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const dataDir = path.resolve(root, process.env.DATA_DIR ?? ".data");
const isSandbox = process.env.SANDBOX !== "0";
const isWindows = process.platform === "win32";

/** The server streams: a small heap is enough, and keeps its memory under 250 MB whatever passes through. */
const SERVER_HEAP = ["--max-old-space-size=116", "--max-semi-space-size=4", "--enable-source-maps"];
/** A build from nothing takes longer than anybody waits in silence. */
const SILENCE_MS = 2_000;

const atServer = (file) => import(`../apps/server/dist/platform/database/${file}`);

/** What is to be stopped, in the order of its start. */
const running = [];
let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(0));
stopWithParent();

await build();
await takeDataFolder();
const sendGridUrl = isSandbox ? await startSimulator() : process.env.SENDGRID_BASE_URL;
const address = await startServer(sendGridUrl);
if (!isStopping) console.log(`\nKeruen is ready: ${address}\nCtrl-C ends it. The data stays in ${dataDir}.`);

async function build() {
  const filters = ["server", "console", "sendgrid-simulator"].map((name) => `--filter=@keruen/${name}`);
  const args = [
    "exec",
    "turbo",
    "run",
    "build",
    ...filters,
    "--output-logs=errors-only",
    "--no-update-notifier",
  ];
  const child = spawn(isWindows ? "pnpm.cmd" : "pnpm", args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    shell: isWindows,
    detached: !isWindows, // a group of its own, so that it can be stopped whole
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  const patience = setTimeout(() => console.log("Building: about half a minute the first time."), SILENCE_MS);
  const entry = { ended: ended(child), stop: () => killGroup(child) };
  running.push(entry);
  const code = await entry.ended;
  clearTimeout(patience);
  running.splice(running.indexOf(entry), 1);
  if (isStopping) await new Promise(() => undefined); // `stop` ends the process
  if (code === 0) return;
  console.error(`${output}\nKeruen could not be built. What failed is above.`);
  process.exit(1);
}

/** Held until this process is gone: a second start on the folder would take its database and its contacts away. */
async function takeDataFolder() {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    refuse(
      `The data folder ${dataDir} cannot be used (${error.code}). Name another: DATA_DIR=/path npm start`,
    );
  }
  const { holdFolder } = await atServer("hold-folder.js");
  if (await holdFolder(dataDir, "launcher")) {
    running.push({ ended: Promise.resolve(), stop: stopDatabase });
    return;
  }
  refuse(
    `Keruen runs already on ${dataDir}. Open that one, stop it, or give this one its own folder and port: DATA_DIR=/path PORT=4001 npm start`,
  );
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
  return await said(child, (output) => /SendGrid simulator: (\S+)/.exec(output)?.[1]);
}

async function startServer(sendGridUrl) {
  const child = startChild("apps/server/dist/main.js", SERVER_HEAP, {
    DATA_DIR: dataDir,
    LOG_LEVEL: process.env.LOG_LEVEL ?? "warn",
    SANDBOX: isSandbox ? "1" : "0",
    CONSOLE_DIR: path.join(root, "apps/console/dist"),
    ...(sendGridUrl && { SENDGRID_BASE_URL: sendGridUrl }),
  });
  child.stdout.pipe(process.stdout);
  return await new Promise((resolve) => child.once("message", (message) => resolve(message.address)));
}

/**
 * A child with a channel: it ends itself when we are gone, in whatever way. In a group of its own, so that Ctrl-C
 * reaches it once, through us.
 */
function startChild(file, execArgv, env) {
  const child = fork(path.join(root, file), {
    execArgv,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    detached: true,
  });
  running.push({ ended: ended(child), stop: () => child.kill("SIGTERM") });
  let isReady = false;
  child.once("message", () => (isReady = true));
  child.once("exit", async (code, signal) => {
    if (isStopping) return;
    const explainedItself = code === 1 && !isReady;
    if (!explainedItself)
      console.error(`${file} ended unexpectedly (${signal ?? code}). Start again: it goes on where it was.`);
    await stop(code || 1);
  });
  return child;
}

/** The last one first: the server may be talking to the simulator. */
async function stop(exitCode) {
  if (isStopping) return;
  isStopping = true;
  for (const { ended, stop } of running.toReversed()) {
    await stop();
    await ended;
  }
  process.exit(exitCode);
}

/** The server stops its PostgreSQL itself, unless it was killed. */
async function stopDatabase() {
  const { clusterFolder, stopEmbeddedPostgres } = await atServer("embedded-postgres.js");
  await stopEmbeddedPostgres(clusterFolder(dataDir));
}

/** Whoever started us may be killed without passing it on. */
function stopWithParent() {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(0), 500).unref();
}

function refuse(reason) {
  console.error(`Keruen did not start. ${reason}`);
  process.exit(1);
}

/** What a child says of itself in its output. */
function said(child, read) {
  return new Promise((resolve) => {
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
      const value = read(output);
      if (!value) return;
      child.stdout.removeAllListeners("data").resume();
      resolve(value);
    });
  });
}

function ended(child) {
  return new Promise((resolve) => child.once("exit", (code) => resolve(code)));
}

function killGroup(child) {
  if (isWindows || child.exitCode !== null) child.kill();
  else process.kill(-child.pid, "SIGTERM");
}
