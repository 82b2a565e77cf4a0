/**
 * The door for `npm start`, `npm test` and the rest, on a machine with nothing but Node 20 and npm.
 *
 * Reads  : tools/runtime (the pinned Node and pnpm), pnpm-lock.yaml.
 * Writes : node_modules, and a stamp beside each so that the next start skips what has not changed.
 * Used by: the scripts of package.json.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const runtime = path.join(root, "tools", "runtime");
const isWindows = process.platform === "win32";
const pnpm = isWindows ? "pnpm.cmd" : "pnpm";

const commands = {
  start: () => [["node", [path.join(root, "scripts", "start.mjs"), ...rest]]],
  dev: () => [["node", [path.join(root, "scripts", "start.mjs"), ...rest]]],
  test: () => [["node", [path.join(root, "scripts", "test.mjs"), ...rest]]],
  check: () => [["node", [path.join(root, "scripts", "check.mjs"), ...rest]]],
  format: () => [[pnpm, ["exec", "biome", "check", "--write", "."]]],
  bench: () => [
    [pnpm, ["exec", "turbo", "run", "build", "--filter=@keruen/bench^...", "--output-logs=errors-only"]],
    ["node", [path.join(root, "packages", "bench", "src", "main.ts"), ...rest]],
  ],
  chaos: () => [
    [pnpm, ["exec", "turbo", "run", "build", "--output-logs=errors-only"]],
    ["node", [path.join(root, "packages", "e2e", "src", "chaos", "main.ts"), ...rest]],
  ],
  schedules: () => [
    [
      pnpm,
      ["exec", "turbo", "run", "build", "--filter=@keruen/conformance^...", "--output-logs=errors-only"],
    ],
    ["node", [path.join(root, "packages", "conformance", "src", "fault-schedules", "main.ts"), ...rest]],
  ],
  simulator: () => [
    [
      pnpm,
      ["exec", "turbo", "run", "build", "--filter=@keruen/sendgrid-simulator", "--output-logs=errors-only"],
    ],
    ["node", [path.join(root, "packages", "sendgrid-simulator", "dist", "main.js"), ...rest]],
  ],
};

const [task, ...rest] = process.argv.slice(2);
if (!Object.hasOwn(commands, task ?? "")) {
  console.error(`Unknown command "${task}". Known: ${Object.keys(commands).join(", ")}.`);
  process.exit(2);
}

installRuntime();
useRuntime();
onceFor(path.join(root, "node_modules", ".stamp"), [path.join(root, "pnpm-lock.yaml")], () =>
  mustRun(pnpm, ["install", "--frozen-lockfile"]),
);
const steps = commands[task]();
for (const [command, args] of steps.slice(0, -1)) mustRun(command, args);
const [lastCommand, lastArgs] = steps.at(-1);
hand(lastCommand, lastArgs);

function installRuntime() {
  onceFor(path.join(runtime, "node_modules", ".stamp"), [path.join(runtime, "package-lock.json")], () => {
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    const npm = process.env.npm_execpath;
    if (npm?.endsWith(".js")) mustRun(process.execPath, [npm, ...args], runtime);
    else mustRun("npm", args, runtime);
    // npm blocks install scripts; without this one pnpm is a text file that a shell runs but Turbo cannot.
    mustRun(process.execPath, [path.join(runtime, "node_modules", "pnpm", "install.js")], runtime);
  });
}

/** Puts the pinned Node and pnpm first on PATH, and drops npm's own settings, which would reach pnpm. */
function useRuntime() {
  process.env.PATH = path.join(runtime, "node_modules", ".bin") + path.delimiter + process.env.PATH;
  for (const name of Object.keys(process.env)) {
    if (/^npm_(config|package|lifecycle|command|execpath|node_execpath)/i.test(name))
      delete process.env[name];
  }
  const version = spawnSync(isWindows ? "node.exe" : "node", ["-p", "process.versions.node"], {
    encoding: "utf8",
    env: process.env,
  }).stdout.trim();
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < 22 || (major === 22 && minor < 18)) {
    console.error(
      `Node ${version} is too old, and no pinned Node exists for ${process.platform}-${process.arch}. Install Node 24 and try again.`,
    );
    process.exit(1);
  }
}

/** Does the work unless the stamp says it was done for exactly these files. */
function onceFor(stamp, files, work) {
  const wanted = files
    .reduce((hash, file) => hash.update(readFileSync(file)), createHash("sha256"))
    .update(`${process.platform}-${process.arch}`)
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  work();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

function mustRun(command, args, cwd = root) {
  const result = spawnSync(command, args, { cwd, stdio: "inherit", env: process.env, shell: isWindows });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Runs the last step as our child: passes signals on, and stops it when npm is gone. */
function hand(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: "inherit", env: process.env, shell: isWindows });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  const parent = process.ppid; // npm's shell dies of a SIGTERM without passing it on
  setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 500).unref();
  child.on("error", (error) => {
    throw error;
  });
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
