import { fileURLToPath } from "node:url";
import { clientOf, type FarSide, startFarSide } from "./far-side.ts";

/** The simulator with one new list. */
export type Sandbox = FarSide &
  ReturnType<typeof clientOf> & { readonly key: string; readonly listId: string };

const MAIN = fileURLToPath(new URL("main.js", import.meta.resolve("@keruen/sendgrid-simulator")));

/** @param options - the simulator's command line, for example `--latency-ms 80`. */
export async function startSandbox(...options: string[]): Promise<Sandbox> {
  const farSide = await startFarSide(MAIN, "--port", "0", ...options);
  const answer = await fetch(`${farSide.url}/_simulator/keys`);
  const { keys } = (await answer.json()) as { keys: { kind: string; apiKey: string }[] };
  const key = keys.find(({ kind }) => kind === "GOOD")?.apiKey ?? "";
  const { client, writes } = clientOf(farSide.url, key);
  const list = await client.createList("Measured");
  if (!list.ok) throw new Error(`The simulator refuses a list: ${list.failure.code}`);
  return { ...farSide, key, listId: list.value.id, client, writes };
}
