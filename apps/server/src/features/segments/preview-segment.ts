import { fail, ok, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import type { InputIssue } from "../../platform/graphql/user-error.ts";
import { readProfiles } from "../profiles/read-profiles.ts";
import { fieldTypes, matchingProfiles } from "./matching-profiles.ts";
import { checkRule } from "./rule/check-rule.ts";
import type { Rule } from "./rule/rule.ts";
import type { SegmentPreview } from "./segment.graphql.ts";

const SHOWN_MEMBERS = 10;

/** How many a rule would take now, and the first of them. Nothing is stored. */
export class PreviewSegment {
  constructor(private readonly dataSource: DataSource) {}

  async execute(rule: Rule): Promise<Result<SegmentPreview, readonly InputIssue[]>> {
    const db = this.dataSource.manager;
    const types = await fieldTypes(db);
    const issues = checkRule(rule, types);
    if (issues.length > 0) return fail(issues);
    const { sql, parameters } = matchingProfiles(rule, types);
    const [{ count }] = await db.query(`select count(*) from profile where ${sql}`, [...parameters]);
    const members = await readProfiles(db, { where: sql, parameters, limit: SHOWN_MEMBERS });
    return ok({ memberCount: count, members });
  }
}
