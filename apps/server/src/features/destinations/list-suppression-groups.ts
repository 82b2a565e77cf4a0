import type { Result, SendGridClient, SuppressionGroup, SuppressionsFailure } from "@keruen/core";

/** The account's groups. Fails also where they can be read and who has left everything cannot: no scope says that. */
export async function listSuppressionGroups(
  client: SendGridClient,
): Promise<Result<readonly SuppressionGroup[], SuppressionsFailure>> {
  for await (const page of client.suppressions("unsubscribes")) {
    if (!page.ok) return page;
    break;
  }
  return await client.suppressionGroups();
}
