/**
 * Makes a source of a file that has been taken in. Its profiles follow: a row and a task in one transaction.
 *
 * Reads  : `uploaded_file`.
 * Writes : `source`, `profile_field`, the task `load-source`, the audit log.
 * Used by: the mutations `createSource` and `loadSampleData`.
 */
import { randomUUID } from "node:crypto";
import { fail, ok, type Result } from "@keruen/core";
import type { DataSource, EntityManager } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { isUniqueViolation } from "../../platform/database/unique-violation.ts";
import { checkName } from "../../platform/graphql/check-name.ts";
import type { InputIssue } from "../../platform/graphql/user-error.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { UploadedFileEntity } from "../files/uploaded-file.entity.ts";
import { ProfileFieldEntity } from "../profiles/profile-field.entity.ts";
import { LoadSourceTask } from "./load-source.task.ts";
import { SourceEntity } from "./source.entity.ts";

export type SourceDraft = {
  readonly name: string;
  readonly fileId: string;
  /** The column that tells one profile from another. */
  readonly idField: string;
  readonly emailField: string | null;
};

export type CreateSourceFailure =
  | { readonly code: "not-found"; readonly id: string }
  | { readonly code: "invalid"; readonly issues: readonly InputIssue[] };

export class CreateSource {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: TaskQueue,
  ) {}

  async execute(
    draft: SourceDraft,
    principal: Principal,
  ): Promise<Result<SourceEntity, CreateSourceFailure>> {
    try {
      return await this.dataSource.transaction((db) => this.within(db, draft, principal));
    } catch (error) {
      if (isUniqueViolation(error, "source_name")) return fail({ code: "invalid", issues: [NAME_TAKEN] });
      throw error;
    }
  }

  /** The same as part of a larger transaction. @throws on a unique violation, where `execute` answers. */
  async within(
    db: EntityManager,
    draft: SourceDraft,
    principal: Principal,
    isSample = false,
  ): Promise<Result<SourceEntity, CreateSourceFailure>> {
    const { fileId, idField, emailField } = draft;
    const name = draft.name.trim();
    const file = await findById(db, UploadedFileEntity, fileId, { lock: { mode: "pessimistic_write" } });
    if (!file) return fail({ code: "not-found", id: fileId });
    const issues = [...checkName(name), ...columnIssues(draft, file), ...(await usedIssues(db, fileId))];
    if (issues.length > 0) return fail({ code: "invalid", issues });

    const id = randomUUID();
    await db.insert(SourceEntity, {
      ...{ id, name, fileId, fileName: file.name, idField, emailField, isSample },
      state: "LOADING",
      rejectedLineCount: file.rejectedLineCount,
      createdBy: principal.userId,
    });
    await db.insert(
      ProfileFieldEntity,
      file.columns.map((column, position) => ({ ...column, sourceId: id, position })),
    );
    await this.tasks.enqueue(LoadSourceTask, { sourceId: id }, db);
    await audit(db, principal, "source-created", { id, name });
    return ok(await db.findOneByOrFail(SourceEntity, { id }));
  }
}

function columnIssues({ idField, emailField }: SourceDraft, { columns }: UploadedFileEntity): InputIssue[] {
  const isColumn = (field: string) => columns.some(({ name }) => name === field);
  const issue = (path: string) => ({ path, code: "unknown-column", message: "The file has no such column." });
  return [
    ...(isColumn(idField) ? [] : [issue("idField")]),
    ...(emailField === null || isColumn(emailField) ? [] : [issue("emailField")]),
  ];
}

async function usedIssues(db: EntityManager, fileId: string): Promise<InputIssue[]> {
  if (!(await db.existsBy(SourceEntity, { fileId }))) return [];
  const message = "A source is being made of this file already. Send the file again for another one.";
  return [{ path: "fileId", code: "file-used", message }];
}

const NAME_TAKEN: InputIssue = {
  path: "name",
  code: "name-taken",
  message: "Another source has this name. Choose another one.",
};
