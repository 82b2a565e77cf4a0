import type { Simulator } from "@keruen/sendgrid-simulator";
import { controlSimulator } from "./simulator-control.ts";

/** Lets these be suppressed in the simulator's account, as if it had come about by sending. */
export const suppress = (
  simulator: Pick<Simulator, "url">,
  kind: "unsubscribes" | "bounces" | "spam_reports" | "invalid_emails",
  ...emails: readonly string[]
) => controlSimulator(simulator, "POST", "/suppressions", { kind, emails });

/** A request's worth of addresses. */
const AT_ONCE = 20_000;

/** An unsubscribe group that these have left. @returns its id. */
export async function aSuppressionGroup(
  { url, keys }: Pick<Simulator, "url" | "keys">,
  name: string,
  ...emails: readonly string[]
): Promise<number> {
  const post = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${keys.GOOD}`, "content-type": "application/json" };
    const request = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(`${url}/v3/asm/groups${path}`, request);
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as { id: number };
  };
  const { id } = await post("", { name, description: name });
  for (let first = 0; first < emails.length; first += AT_ONCE)
    await post(`/${id}/suppressions`, { recipient_emails: emails.slice(first, first + AT_ONCE) });
  return id;
}
