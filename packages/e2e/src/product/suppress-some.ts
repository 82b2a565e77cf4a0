import { customers } from "@keruen/sample-customers";

/** As the simulator calls them, in the order in which a run names the first reason. */
const KINDS = ["unsubscribes", "bounces", "spam_reports", "invalid_emails"] as const;

/** Every so many customers. */
const SHARE = 60;

/** Lets SendGrid hold a share of the sample customers for suppressed, in turn for each reason. @returns their addresses. */
export async function suppressSome(sendGridUrl: string): Promise<ReadonlySet<string>> {
  const addresses = [...customers()]
    .filter((_, index) => index % SHARE === 0)
    .map(({ email }) => email.trim().toLowerCase())
    .filter((email) => email !== "");
  for (const [turn, kind] of KINDS.entries()) {
    const emails = addresses.filter((_, index) => index % KINDS.length === turn);
    const response = await fetch(`${sendGridUrl}/_simulator/suppressions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ kind, emails }),
    });
    if (!response.ok) throw new Error(await response.text());
  }
  return new Set(addresses);
}
