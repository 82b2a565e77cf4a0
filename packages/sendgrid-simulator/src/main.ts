/**
 * The simulator as a process of its own.
 *
 * Reads  : environment and command line; see README.md.
 * Writes : one line with its address when it listens.
 * Used by: `npm run simulator`, the sandbox, whoever tests against SendGrid.
 */
import { readOptions } from "./read-options.ts";
import { startSimulator } from "./start-simulator.ts";

const started = startSimulator(readOptions(process.env, process.argv.slice(2)));

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await (await started).close();
  process.exit(0);
}

process.on("SIGINT", stop);
process.on("SIGTERM", stop);
process.on("disconnect", stop); // whoever started it with a channel is gone, perhaps before it listens

console.log(`SendGrid simulator: ${(await started).url}`);
