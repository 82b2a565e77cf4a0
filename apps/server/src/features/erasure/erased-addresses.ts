/**
 * Addresses of erased people, as keyed hashes: what comes again with a later file is known, and nothing can be read from it.
 *
 * Reads  : `erased_address`.
 * Writes : the same, and how often somebody was kept out.
 * Used by: `ErasePerson`, `LoadSource`, runs.
 */
import type { EntityManager } from "typeorm";
import type { KeyedHash } from "../../platform/secrets/keyed-hash.ts";

export class ErasedAddresses {
  constructor(private readonly keyed: KeyedHash) {}

  hashOf(text: string): string {
    return this.keyed.of(text);
  }

  /** Every hash that this text may be kept under. */
  hashesOf(text: string): readonly string[] {
    return this.keyed.all(text);
  }

  async keep(db: EntityManager, erasureId: string, addresses: readonly string[]): Promise<void> {
    await db.query("insert into erased_address (keyed_hash, erasure_id) select unnest($1::text[]), $2", [
      addresses.map((address) => this.keyed.of(address)),
      erasureId,
    ]);
  }

  /** Nobody is hashed where nobody was erased: it is looked for first. */
  async isAny(db: EntityManager): Promise<boolean> {
    const [{ any }] = await db.query("select exists (select from erased_address) as any");
    return any;
  }

  /** @returns those of the addresses that are kept out, each with the erasure that did it. */
  async find(db: EntityManager, addresses: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const byHash = new Map(
      addresses.flatMap((address) => this.keyed.all(address).map((hash) => [hash, address] as const)),
    );
    const rows: readonly { hash: string; erasureId: string }[] = await db.query(
      `select keyed_hash as hash, erasure_id as "erasureId" from erased_address where keyed_hash = any($1::text[])`,
      [[...byHash.keys()]],
    );
    return new Map(rows.map(({ hash, erasureId }) => [byHash.get(hash)!, erasureId]));
  }

  /** @returns every erasure of any of these addresses, also where the person may come in again since. */
  async findAll(db: EntityManager, addresses: readonly string[]): Promise<ReadonlySet<string>> {
    const hashes = addresses.flatMap((address) => this.keyed.all(address));
    const rows: readonly { erasureId: string }[] = await db.query(
      `select erasure_id as "erasureId" from erased_address where keyed_hash = any($1::text[])
       union select id from erasure where person_hash = any($1::text[])`,
      [hashes],
    );
    return new Set(rows.map(({ erasureId }) => erasureId));
  }

  /** That rows of a file were passed over. */
  async count(db: EntityManager, erasureIds: readonly string[]): Promise<void> {
    await db.query(
      `update erasure set staged_row_count = staged_row_count + found.count
       from (select id, count(*) from unnest($1::uuid[]) as id group by id) found where erasure.id = found.id`,
      [erasureIds],
    );
  }
}
