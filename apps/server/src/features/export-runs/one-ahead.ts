/** The same items; while one is being worked on, the next is already being made. */
export async function* oneAhead<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = iterator.next();
      next.catch(() => undefined); // reported when it is awaited, on the next turn
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
