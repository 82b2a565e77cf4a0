import { suggestTarget } from "@keruen/core";
import type { ColumnTally } from "./column-tally.ts";

/** Names that people give to what tells one row from another, the surest first. */
const ID_NAMES: readonly RegExp[] = [
  /^(?:customer|contact|profile|person|user|client|member|account|subscriber|record)?[\s_.-]*(?:id|key|guid|uuid)$/i,
  /(?:^|[\s_.-])(?:id|key|guid|uuid)$/i,
  /[a-z](?:Id|ID|Key|Guid|Uuid)$/,
  /^(?:ид|идентификатор|сәйкестендіргіш|kimlik|kennung|ИИН|ЖСН)$/iu,
  /(?:^|[\s_.-])(?:code|number|no|nr|код|номер|нөмірі|numarası|nummer)$/iu,
];

export type Suggestion = { readonly idField: string | null; readonly emailField: string | null };

/**
 * The column that most likely tells one row from another (always filled, without repeats, named like one; or else
 * the addresses, if they are so), and the one that most likely holds the e-mail address.
 */
export function suggestColumns(columns: readonly ColumnTally[], rowCount: number): Suggestion {
  const emails = columns.filter((column) => column.looksLikeEmail);
  const email =
    emails.find(({ name }) => suggestTarget(name) === "email") ??
    emails.toSorted((a, b) => b.filledCount - a.filledCount)[0];
  const distinct = columns.filter(({ looksUnique, filledCount }) => looksUnique && filledCount === rowCount);
  const named = ID_NAMES.map((names) => distinct.find(({ name }) => names.test(name))).find(Boolean);
  const id = named ?? distinct.find((column) => column === email);
  return { idField: id?.name ?? null, emailField: email?.name ?? null };
}
