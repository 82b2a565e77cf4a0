import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What is in use once everything that is not has been cleared away. */
export function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
