/**
 * `npm test`: every suite, every time, one after another; a suite that did not run, or skipped a test, is a failure.
 *
 * Reads  : the report that each suite writes to test-results/.
 * Writes : the sum, on the last line.
 * Used by: scripts/bootstrap.mjs.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const SUITES = [
  "core",
  "sendgrid-simulator",
  "conformance",
  "sample-customers",
  "fault-proxy",
  "server",
  "console",
  "e2e",
];

rmSync(path.join(root, "test-results"), { recursive: true, force: true });
const command = process.platform === "win32" ? "pnpm.cmd" : "pnpm";
const run = spawnSync(
  command,
  [
    "exec",
    "turbo",
    "run",
    "test",
    "--concurrency=1",
    "--continue=dependencies-successful",
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  },
);

const results = SUITES.map((suite) => ({ suite, ...readReport(suite) }));
console.log();
for (const { suite, passed, failed, skipped } of results) {
  console.log(`${suite}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const isComplete = results.every(({ passed, skipped }) => passed > 0 && skipped === 0);
if (!isComplete) console.error("A suite ran no test, or skipped one: that is a failure too.");
console.log(`total: ${sum("passed")} passed, ${sum("failed")} failed`);
process.exit(run.status === 0 && isComplete && sum("failed") === 0 ? 0 : 1);

/** Vitest's and Playwright's JSON reports; none at all counts as nothing passed. */
function readReport(suite) {
  const file = path.join(root, "test-results", `${suite}.json`);
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 };
  const report = JSON.parse(readFileSync(file, "utf8"));
  return report.stats ? ofPlaywright(report.stats) : ofVitest(report);
}

function ofVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

/** A test that passed only on a second try has failed once: that is not a pass. */
function ofPlaywright({ expected, unexpected, flaky, skipped }) {
  return { passed: expected, failed: unexpected + flaky, skipped };
}
