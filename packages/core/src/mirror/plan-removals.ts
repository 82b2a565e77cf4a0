/**
 * Who is to leave a list: whom this export put there, who is not in it now, and whom no other export claims.
 *
 * Reads  : three streams in the order of their addresses, one step at a time.
 * Writes : nothing. Pure.
 * Used by: whoever keeps the records that `mirrorList` works from.
 */

export type RemovalStreams<Delivery extends { readonly address: string }> = {
  /** Whom this export put on the list, by its own records: nobody else can ever be removed. */
  readonly delivered: AddressStream<Delivery>;
  /** Addresses of the current run, whatever became of them. */
  readonly current: AddressStream<string>;
  /** Addresses that other exports to the same list still claim. */
  readonly claimed: AddressStream<string>;
};

type AddressStream<Item> = AsyncIterable<Item> | Iterable<Item>;

/**
 * Merges the streams; holds one address of each.
 *
 * @returns each delivery that is to be removed, once, in order.
 * @throws {Error} where a stream is not in order: to go on could remove people who stay. Order is that of UTF-16
 * code units, which for addresses, being ASCII, is PostgreSQL's `collate "C"`.
 */
export async function* planRemovals<Delivery extends { readonly address: string }>(
  streams: RemovalStreams<Delivery>,
): AsyncGenerator<Delivery> {
  const current = inOrder(streams.current, (address) => address);
  const claimed = inOrder(streams.claimed, (address) => address);
  const delivered = inOrder(streams.delivered, ({ address }) => address);
  const [isCurrent, isClaimed] = [seeker(current), seeker(claimed)];
  try {
    let last: string | null = null;
    for await (const delivery of delivered) {
      const { address } = delivery;
      if (address === last) continue;
      last = address;
      if (!(await isCurrent(address)) && !(await isClaimed(address))) yield delivery;
    }
  } finally {
    await current.return(undefined);
    await claimed.return(undefined);
  }
}

/** Tells whether a stream has an address. Must be asked in order. */
function seeker(addresses: AsyncGenerator<string>): (address: string) => Promise<boolean> {
  let next: IteratorResult<string> | null = null;
  return async (address) => {
    next ??= await addresses.next();
    while (!next.done && next.value < address) next = await addresses.next();
    return !next.done && next.value === address;
  };
}

async function* inOrder<Item>(
  items: AddressStream<Item>,
  addressOf: (item: Item) => string,
): AsyncGenerator<Item> {
  let last: string | null = null;
  for await (const item of items) {
    const address = addressOf(item);
    if (last !== null && address < last) throw new Error("Addresses are not in order");
    last = address;
    yield item;
  }
}
