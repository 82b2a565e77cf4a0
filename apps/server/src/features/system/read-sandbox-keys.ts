import { z } from "zod";
import { type SandboxKey, SandboxKeyKind } from "./system.graphql.ts";

const Answer = z.object({
  keys: z.array(z.object({ kind: z.enum(SandboxKeyKind), apiKey: z.string() })),
});
const TIME_LIMIT_MS = 5_000;

/** The keys that the simulator made for itself. They open nothing but the sandbox. */
export async function readSandboxKeys(sendGridUrl: string): Promise<readonly SandboxKey[]> {
  const response = await fetch(new URL("/_simulator/keys", sendGridUrl), {
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  });
  return Answer.parse(await response.json()).keys;
}
