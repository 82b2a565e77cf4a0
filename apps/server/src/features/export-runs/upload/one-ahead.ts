/**
 * The same items; while one is being worked on, the next is already being made.
 *
 * @param discard - for the one that was made and is not wanted any more, where nobody takes the rest and it holds something.
 */
export async function* oneAhead<Item>(
  items: AsyncIterable<Item>,
  discard: (item: Item) => Promise<void> = async () => undefined,
): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<Item, unknown>> = iterator.next();
  try {
    for (;;) {
      const { done, value } = await next;
      next = done ? NOTHING : iterator.next();
      next.catch(() => undefined); // reported when it is awaited, on the next turn
      if (done) return;
      yield value;
    }
  } finally {
    const left = await next.catch(() => NOTHING);
    if (!left.done) await discard(left.value);
    await iterator.return?.();
  }
}

const NOTHING = Promise.resolve({ done: true, value: undefined } as const);
