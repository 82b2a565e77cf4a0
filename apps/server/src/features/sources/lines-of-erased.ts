import { normaliseEmail } from "@keruen/core";
import type { EntityManager } from "typeorm";
import type { ErasedAddresses } from "../erasure/erased-addresses.ts";
import { stagingTable } from "../files/uploaded-file.entity.ts";
import { LINES_AT_ONCE } from "./load-lines.ts";
import type { SourceEntity } from "./source.entity.ts";

/**
 * Which of the lines that are loaded next are of people who were erased, by the source's e-mail column. Nothing is read
 * where nobody ever was.
 */
export async function linesOfErased(
  db: EntityManager,
  { fileId, loadedLine, emailField }: SourceEntity,
  erased: ErasedAddresses,
): Promise<readonly number[]> {
  if (emailField === null || !(await erased.isAny(db))) return [];
  const rows: readonly { line: number; email: string | null }[] = await db.query(
    `select line, attributes->>$2 as email from ${stagingTable(fileId)}
     where line > $1 order by line limit ${LINES_AT_ONCE}`,
    [loadedLine, emailField],
  );
  const known = rows.flatMap(({ line, email }) => {
    const address = normaliseEmail((email ?? "").trim());
    return address.ok ? [{ line, address: address.value }] : [];
  });
  const found = await erased.find(db, [...new Set(known.map(({ address }) => address))]);
  const theirs = known.filter(({ address }) => found.has(address));
  await erased.count(
    db,
    theirs.map(({ address }) => found.get(address)!),
  );
  return theirs.map(({ line }) => line);
}
