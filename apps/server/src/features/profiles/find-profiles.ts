/**
 * Profiles, page by page, or those whose id or e-mail address begins with what was typed.
 *
 * Reads  : `profile` by its indexes; counts from `source` where nothing was typed.
 * Writes : nothing.
 * Used by: the query `profiles`.
 */
import type { DataSource } from "typeorm";
import { decodeCursor, pageOf } from "../../platform/database/keyset.ts";
import type { ProfileConnection } from "./profile.graphql.ts";
import { readProfiles } from "./read-profiles.ts";

/** A search is counted up to here: who finds more will type on. */
const MAX_COUNT = 10_000;

const MATCHES = `(starts_with(key, $1) or starts_with(email, lower($1 collate "C")))`;

export class FindProfiles {
  constructor(private readonly dataSource: DataSource) {}

  /** @param search - the beginning of an id, as it is written, or of an address, in capitals or not. */
  async execute(first: number, after: string | null, search: string): Promise<ProfileConnection> {
    const typed = search.trim().replaceAll("\0", "");
    const parameters: unknown[] = typed === "" ? [] : [typed];
    const matches = typed === "" ? "true" : MATCHES;
    const totalCount = await this.count(matches, parameters);
    const [cursor = 0] = after === null ? [] : decodeCursor(after, 1);
    const where = `${matches} and id > $${parameters.push(cursor)}::bigint`;
    const rows = await readProfiles(this.dataSource.manager, { where, parameters, limit: first + 1 });
    return { ...pageOf(rows, first, ({ id }) => [Number(id)]), totalCount };
  }

  private async count(matches: string, parameters: readonly unknown[]): Promise<number> {
    const [{ count }] =
      parameters.length === 0
        ? await this.dataSource.query("select coalesce(sum(profile_count), 0) as count from source")
        : await this.dataSource.query(
            `select count(*) from (select from profile where ${matches} limit ${MAX_COUNT}) as found`,
            [...parameters],
          );
    return Number(count);
  }
}
