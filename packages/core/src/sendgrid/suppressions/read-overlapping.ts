/**
 * Reading by offset from a list that others change meanwhile.
 *
 * Whoever leaves the list moves all behind them forward, past an offset that was read already. So each page begins
 * inside the one before: as long as the two share an entry, nobody fell between them; where they share none, one goes back.
 *
 * Reads  : pages, through the function it is handed.
 * Writes : nothing. Holds two pages.
 * Used by: suppressions.
 */
import { fail, type Result } from "../../result.ts";

export type Page = { readonly offset: number; readonly limit: number };

type Restless = { readonly code: "unavailable"; readonly status: null; readonly cause: string };

/** The most that SendGrid gives at once (`PaginationCommonLimit`). */
const LIMIT = 500;
/** Entries that may leave between two pages before one must go back. */
const OVERLAP = 20;
/** Pages that led nowhere, after which the list is taken to have no order, or no offset. */
const MAX_SETBACKS = 100;

/** Pages in the list's order; an entry may come twice. A failure is the last element. */
export async function* readOverlapping<Failure>(
  read: (page: Page) => Promise<Result<readonly string[], Failure>>,
): AsyncGenerator<Result<readonly string[], Failure | Restless>> {
  let offset = 0;
  let known: ReadonlySet<string> = new Set();
  for (let setbacks = 0; setbacks < MAX_SETBACKS; ) {
    const page = await read({ offset, limit: LIMIT });
    if (!page.ok) return yield page;
    const isGap = offset > 0 && !page.value.some((entry) => known.has(entry));
    const isNew = page.value.some((entry) => !known.has(entry));
    if (isGap || !isNew) setbacks += 1;
    if (isGap) {
      offset = Math.max(0, offset - LIMIT);
      continue;
    }
    yield page;
    if (page.value.length < LIMIT) return;
    known = new Set(page.value);
    offset += LIMIT - OVERLAP;
  }
  yield fail({ code: "unavailable", status: null, cause: "the list changed faster than it could be read" });
}
