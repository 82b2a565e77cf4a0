/**
 * Relay cursors over rows in a stable order: a cursor is the sort key of its row, opaque outside.
 *
 * Reads  : `first` and `after` of a GraphQL field.
 * Writes : nothing.
 * Used by: every list of the contract.
 */
import { GraphQLError } from "graphql";

/** What one page may hold, as GitHub's rule is. */
const MAX_PAGE = 200;

export type Page<Node> = {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};

export const encodeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString("base64url");

/** @throws {GraphQLError} BAD_USER_INPUT where the cursor is not one of ours. */
export function decodeCursor(cursor: string, length: number): readonly (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (
      Array.isArray(key) &&
      key.length === length &&
      key.every((part) => ["string", "number"].includes(typeof part))
    )
      return key;
  } catch {
    // falls through to the one answer for everything that is not a cursor
  }
  throw new GraphQLError("`after` is not a cursor of this list. Take one from `pageInfo.endCursor`.", {
    extensions: { code: "BAD_USER_INPUT" },
  });
}

/** @throws {GraphQLError} BAD_USER_INPUT where `first` is out of range. */
export function pageSize(first: number): number {
  if (first >= 1 && first <= MAX_PAGE) return first;
  throw new GraphQLError(`\`first\` must be from 1 to ${MAX_PAGE}.`, {
    extensions: { code: "BAD_USER_INPUT" },
  });
}

/**
 * Makes a page of rows that were read with one more than `first`: the extra one says that there is a next page.
 *
 * @param keyOf - the row's sort key, which its cursor holds.
 */
export function pageOf<Row, Node = Row>(
  rows: readonly Row[],
  first: number,
  keyOf: (row: Row) => readonly (string | number)[],
  nodeOf: (row: Row) => Node = (row) => row as unknown as Node,
): Page<Node> {
  const edges = rows.slice(0, first).map((row) => ({ cursor: encodeCursor(keyOf(row)), node: nodeOf(row) }));
  return { edges, pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
}
