/**
 * Makes a segment or changes one. Its members follow: a row and a task in one transaction.
 *
 * Reads  : the fields that profiles have.
 * Writes : `segment`, the task `build-segment`, the audit log.
 * Used by: the mutations `createSegment`, `updateSegment` and `loadSampleData`.
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
import { BuildSegmentTask } from "./build-segment.task.ts";
import { fieldTypes } from "./matching-profiles.ts";
import { checkRule } from "./rule/check-rule.ts";
import type { Rule } from "./rule/rule.ts";
import { SegmentEntity } from "./segment.entity.ts";
import type { SegmentKind } from "./segment-state.ts";

export type SegmentDraft = { readonly name: string; readonly rule: Rule | null };

export type InvalidSegment = { readonly code: "invalid"; readonly issues: readonly InputIssue[] };
export type UpdateSegmentFailure = InvalidSegment | { readonly code: "not-found" };

type NewSegment = SegmentDraft & { readonly kind: SegmentKind };

export class SaveSegment {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: TaskQueue,
  ) {}

  async create(draft: NewSegment, principal: Principal): Promise<Result<SegmentEntity, InvalidSegment>> {
    return await this.transaction((db) => this.createWithin(db, draft, principal));
  }

  /** The same as part of a larger transaction. @throws on a name that is taken, where `create` answers. */
  async createWithin(
    db: EntityManager,
    draft: NewSegment,
    principal: Principal,
  ): Promise<Result<SegmentEntity, InvalidSegment>> {
    const checked = await check(db, draft);
    if (!checked.ok) return checked;
    const id = randomUUID();
    const createdBy = principal.userId;
    await db.insert(SegmentEntity, { id, kind: draft.kind, ...checked.value, state: "BUILDING", createdBy });
    return ok(await this.toBuild(db, id, "segment-created", principal));
  }

  async update(
    id: string,
    draft: SegmentDraft,
    principal: Principal,
  ): Promise<Result<SegmentEntity, UpdateSegmentFailure>> {
    return await this.transaction<UpdateSegmentFailure>(async (db) => {
      const current = await findById(db, SegmentEntity, id, { lock: { mode: "pessimistic_write" } });
      if (!current) return fail({ code: "not-found" });
      const checked = await check(db, { ...draft, kind: current.kind });
      if (!checked.ok) return checked;
      await db.update(SegmentEntity, id, { ...checked.value, state: "BUILDING", failure: null });
      return ok(await this.toBuild(db, id, "segment-updated", principal));
    });
  }

  private async toBuild(
    db: EntityManager,
    id: string,
    action: "segment-created" | "segment-updated",
    principal: Principal,
  ): Promise<SegmentEntity> {
    const segment = await db.findOneByOrFail(SegmentEntity, { id });
    await this.tasks.enqueue(BuildSegmentTask, { segmentId: id }, db);
    await audit(db, principal, action, segment);
    return segment;
  }

  private async transaction<Failure>(
    save: (db: EntityManager) => Promise<Result<SegmentEntity, Failure>>,
  ): Promise<Result<SegmentEntity, Failure | InvalidSegment>> {
    try {
      return await this.dataSource.transaction(save);
    } catch (error) {
      if (isUniqueViolation(error, "segment_name")) return fail({ code: "invalid", issues: [NAME_TAKEN] });
      throw error;
    }
  }
}

async function check(
  db: EntityManager,
  { name, kind, rule }: NewSegment,
): Promise<Result<SegmentDraft, InvalidSegment>> {
  const issues = [
    ...checkName(name.trim()),
    ...(kind === "ALL" && rule ? [RULE_UNWANTED] : []),
    ...(kind === "DYNAMIC" && !rule ? [RULE_MISSING] : []),
    ...(kind === "DYNAMIC" && rule ? checkRule(rule, await fieldTypes(db)) : []),
  ];
  return issues.length > 0 ? fail({ code: "invalid", issues }) : ok({ name: name.trim(), rule });
}

const RULE_MISSING = { path: "rule", code: "rule-missing", message: "A dynamic segment needs a rule." };
const RULE_UNWANTED = { path: "rule", code: "rule-unwanted", message: "A segment of everybody has no rule." };
const NAME_TAKEN = {
  path: "name",
  code: "name-taken",
  message: "Another segment has this name. Choose another one.",
};
