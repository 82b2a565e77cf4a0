import { ok, type Result } from "../result.ts";

/**
 * Works on items as they come, a few at once. After a failure, or an error, no more are taken; it ends when all
 * that were taken have.
 *
 * @returns the first failure.
 */
export async function workFew<Item, Failure>(
  items: AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result<void, Failure>>,
): Promise<Result<void, Failure>> {
  const underWay = new Set<Promise<void>>();
  const failures: Result<never, Failure>[] = [];
  const errors: unknown[] = [];
  const hasEnded = () => failures.length + errors.length > 0;

  async function follow(item: Item): Promise<void> {
    try {
      const outcome = await work(item);
      if (!outcome.ok) failures.push(outcome);
    } catch (error) {
      errors.push(error);
    }
  }

  try {
    for await (const item of items) {
      const following = follow(item).finally(() => underWay.delete(following));
      underWay.add(following);
      if (underWay.size >= atOnce) await Promise.race(underWay);
      if (hasEnded()) break;
    }
  } finally {
    await Promise.all(underWay);
  }
  if (errors.length > 0) throw errors[0];
  return failures[0] ?? ok(undefined);
}
