import type { EntityManager } from "typeorm";
import { listProfileFields } from "../profiles/list-profile-fields.ts";
import type { FieldTypes } from "./rule/check-rule.ts";
import { compileRule } from "./rule/compile-rule.ts";
import type { Rule } from "./rule/rule.ts";

/** A condition on `profile`, ready to stand behind `where`. */
export type ProfileFilter = { readonly sql: string; readonly parameters: readonly unknown[] };

/** @param rule - null: everybody. */
export function matchingProfiles(rule: Rule | null, types: FieldTypes): ProfileFilter {
  const parameters: unknown[] = [];
  const bind = (value: unknown) => `$${parameters.push(value)}`;
  return { sql: rule ? compileRule(rule, types, bind) : "true", parameters };
}

/** What `checkRule` and `matchingProfiles` need to know of the fields there are. */
export async function fieldTypes(db: EntityManager): Promise<FieldTypes> {
  return new Map((await listProfileFields(db)).map(({ name, type }) => [name, type]));
}
