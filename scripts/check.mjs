/**
 * `npm run check`: everything that can be told without running the product, each problem named.
 *
 * Reads  : the tree.
 * Writes : builds; nothing that is committed (a generated file that would change is a problem).
 * Used by: scripts/bootstrap.mjs, CI.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const GENERATED = ["apps/server/schema.graphql", "apps/console/src/graphql/graphql-env.d.ts"];
const quiet = "--output-logs=errors-only";

const steps = [
  ["format and lint", "biome", "check", "--error-on-warnings", "."],
  ["build", "turbo", "run", "build", quiet],
  ["types", "turbo", "run", "typecheck", quiet],
  ["dead code", "knip"],
  ["import directions", "depcruise", "--config", ".dependency-cruiser.cjs", "apps", "packages"],
  ["the contract, as the server keeps it", "turbo", "run", "schema", quiet],
  ["the console's reading of it", "turbo", "run", "generate", quiet],
];

const problems = steps
  .filter(([name, ...command]) => !passes(name, "pnpm", ["exec", ...command]))
  .map(([name]) => name);
if (
  !passes("generated files are as committed", "git", ["diff", "--exit-code", "--stat", "--", ...GENERATED])
) {
  problems.push("generated files");
}
console.log(problems.length === 0 ? "\ncheck: nothing found" : `\ncheck: look at ${problems.join(", ")}`);
process.exit(problems.length === 0 ? 0 : 1);

function passes(name, command, args) {
  console.log(`\n— ${name}`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  return status === 0;
}
