/**
 * Answers too long to hold: what is read of one is handed on in pages, no faster than they are taken.
 *
 * Reads  : a stream of items that breaks by throwing.
 * Writes : nothing. Holds one page, and one piece of the answer on top.
 * Used by: the readers of exports, of errors files and of who has left a group.
 */
import { fail, ok, type Result } from "../../result.ts";
import type { Answer, ByteStream } from "../call-sendgrid.ts";
import { unpackGzip } from "../files/unpack-gzip.ts";
import type { SendGridFailure } from "../sendgrid-failure.ts";

/** Is handed items as they are read. What it throws ends the reading and is thrown on. */
export type TakePage<Item> = (page: readonly Item[]) => Promise<void>;

/** Items in a page, at least; the last one may have fewer. */
const PAGE = 1_000;

/** @returns how many items there were. A file that breaks off is a failure, though what was read of it has been taken. */
export async function takePages<Item>(
  items: AsyncGenerator<readonly Item[]>,
  take: TakePage<Item>,
  signal?: AbortSignal,
): Answer<number> {
  let count = 0;
  for await (const page of readPages(items, signal)) {
    if (!page.ok) return page;
    count += page.value.length;
    await take(page.value);
  }
  return ok(count);
}

/** The same for whoever asks for the next page himself. A failure is the last element. */
export async function* readPages<Item>(
  items: AsyncGenerator<readonly Item[]>,
  signal?: AbortSignal,
): AsyncGenerator<Result<readonly Item[], SendGridFailure>> {
  const pages = inPages(items);
  try {
    for (;;) {
      const page = await nextOf(pages, signal);
      if (!page.ok) return yield page;
      if (page.value === null) return;
      yield ok(page.value);
    }
  } finally {
    await pages.return(undefined).catch(() => undefined); // a stream that broke has nothing left to close
  }
}

/** The text of a body, gzip or plain, a piece at a time. */
export async function* textOf(file: ByteStream): AsyncGenerator<string> {
  yield* (await unpackGzip(file)).pipeThrough(new TextDecoderStream());
}

async function nextOf<Item>(pages: AsyncGenerator<readonly Item[]>, signal?: AbortSignal) {
  try {
    const next = await pages.next();
    if (signal?.aborted) return fail({ code: "canceled" } as const);
    return ok(next.done ? null : next.value);
  } catch (error) {
    if (signal?.aborted) return fail({ code: "canceled" } as const);
    const cause = error instanceof Error ? error.message : String(error);
    return fail({ code: "unavailable", status: null, cause } as const);
  }
}

async function* inPages<Item>(items: AsyncGenerator<readonly Item[]>): AsyncGenerator<readonly Item[]> {
  let page: Item[] = [];
  for await (const some of items) {
    for (const item of some) page.push(item);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
