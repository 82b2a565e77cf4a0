import { suggestTarget } from "@keruen/core";
import type { EntityManager } from "typeorm";
import type { FieldType } from "./field-type.ts";
import type { ProfileField } from "./profile.graphql.ts";

/** Every attribute that profiles have, over all sources. One that they type differently is text. */
export async function listProfileFields(db: EntityManager): Promise<readonly ProfileField[]> {
  const rows: readonly { name: string; type: FieldType; looksLikeEmail: boolean }[] = await db.query(
    `select name, bool_or(looks_like_email) as "looksLikeEmail",
            case when count(distinct type) = 1 then min(type) else 'TEXT' end as type
     from profile_field group by name order by min(position), name`,
  );
  return rows.map((row) => ({ ...row, suggestedFor: suggestTarget(row.name) }));
}
