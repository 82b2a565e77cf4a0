/**
 * What an export would send, from real rows, by the same code as a run. Nothing leaves the server.
 *
 * Reads  : segment members and their profiles.
 * Writes : nothing.
 * Used by: the query `exportPreview`.
 */
import {
  checkMatching,
  compileMatching,
  fail,
  type Match,
  matchedValues,
  ok,
  type Result,
} from "@keruen/core";
import type { DataSource, EntityManager } from "typeorm";
import type { InputIssue } from "../../platform/graphql/user-error.ts";
import type { ExportPreview, PreviewRow } from "./export-preview.graphql.ts";
import { profileFieldNames } from "./profile-field-names.ts";
import type { TargetFields } from "./target-fields.ts";

const MAX_ROWS = 50;

export type PreviewRequest = {
  readonly destinationId: string | null;
  readonly matching: readonly Match[];
  readonly segmentIds: readonly string[];
};

export class PreviewExport {
  constructor(
    private readonly dataSource: DataSource,
    private readonly targetFields: TargetFields,
  ) {}

  async execute(
    { destinationId, matching, segmentIds }: PreviewRequest,
    first: number,
  ): Promise<Result<ExportPreview, readonly InputIssue[]>> {
    const db = this.dataSource.manager;
    const targets = await this.targetFields.forMatching(destinationId, matching);
    const issues = checkMatching(matching, { profileFields: await profileFieldNames(db), targets });
    if (issues.length > 0) {
      return fail(
        issues.map(({ index, part, code, message }) => ({
          path: `matching.${index}.${part}`,
          code,
          message,
        })),
      );
    }
    const samples = await sampleProfiles(db, segmentIds, Math.min(first, MAX_ROWS));
    const toContact = compileMatching(matching, targets);
    const toValues = matchedValues(matching, targets);
    const rows = samples.map(({ key, attributes }): PreviewRow => {
      const contact = toContact(attributes);
      return {
        profileKey: key,
        values: toValues(attributes),
        rejection: contact.ok ? null : contact.failure,
      };
    });
    return ok({ rows });
  }
}

type Sample = { readonly key: string; readonly attributes: Readonly<Record<string, unknown>> };

/** The first members; any profiles while no segment is chosen. */
async function sampleProfiles(
  db: EntityManager,
  segmentIds: readonly string[],
  limit: number,
): Promise<readonly Sample[]> {
  if (segmentIds.length === 0)
    return await db.query("select key, attributes from profile order by id limit $1", [limit]);
  return await db.query(
    `select profile.key, profile.attributes
     from (
       select distinct member.profile_id
       from segment
       cross join lateral (
         select profile_id from segment_member where segment_id = segment.id order by profile_id limit $2
       ) member
       where segment.id::text = any($1)
       order by member.profile_id limit $2
     ) member
     join profile on profile.id = member.profile_id
     order by profile.id`,
    [segmentIds, limit],
  );
}
