import { ask } from "../../product/ask.ts";
import type { Environment } from "../../product/start-server.ts";
import type { Stage } from "../stage.ts";

/** Something to carry, from its beginning to its end. */
export type Carried = {
  readonly ended: Promise<unknown>;
  /** @returns what is wrong, once it has ended. */
  judge(): Promise<readonly string[]>;
};

export type Tour = {
  readonly name: string;
  /** In the order in which whoever carries it comes to them. */
  readonly points: readonly string[];
  readonly simulator: Environment;
  /** Every server's. */
  readonly settings: Environment;
  /** @returns what begins it anew, as often as it is called. */
  prepare(stage: Stage): Promise<() => Promise<Carried>>;
};

/** What the simulator is told beside its API. */
export async function tellSimulator(
  { fleet }: Stage,
  method: "POST" | "PUT",
  path: string,
  body: object,
): Promise<void> {
  const response = await fetch(`${fleet.sendGridUrl}/_simulator${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** What somebody does in SendGrid itself, with the sandbox's good key. */
export async function callSendGrid(
  { url, fleet }: Pick<Stage, "url" | "fleet">,
  method: "DELETE" | "PUT",
  path: string,
  body?: object,
): Promise<void> {
  const { system } = await ask(url, "{ system { sandbox { keys { kind apiKey } } } }");
  const { apiKey } = system.sandbox.keys.find(({ kind }: { kind: string }) => kind === "GOOD");
  const response = await fetch(fleet.sendGridUrl + path, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** Before and after each. */
export const aside = (...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => [`before-${name}`, `after-${name}`]);

/** Quick: what matters is where it dies, not when. */
export const QUICK: Environment = {
  ...{ RATE_LIMITS: "none", EXPORT_DELAY_MS: "50", JOB_DELAY_MS: "50", JOB_LINGER_MS: "20" },
};
