import { unreachable } from "@keruen/core";
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../../context.ts";
import { findById } from "../../platform/database/find-by-id.ts";
import { NotFound } from "../../platform/graphql/user-error.ts";
import { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { Run } from "../export-runs/export-run.graphql.ts";
import { startRefusalOf } from "../export-runs/start/start-refusal.ts";
import { RunDetailsPruned, RunStillRunning } from "../retries/retry.graphql.ts";
import {
  NothingToUndo,
  RunAlreadyUndone,
  RunChangedSince,
  RunNotUndoable,
  UndoConfirmation,
  UndoFiguresChanged,
  UndoPreview,
  UndoPreviewResult,
  UndoRunResult,
} from "./undo.graphql.ts";
import type { UndoFigures } from "./undo-figures.ts";
import type { UndoPreviewFailure, UndoRun } from "./undo-run.ts";

@Resolver(() => Run)
export class UndoResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly undoRunUseCase: UndoRun,
  ) {}

  @Query(() => UndoPreviewResult, {
    description: "What undoing a run would do now, or why it cannot be undone.",
  })
  async undoPreview(@Arg("runId", () => ID) runId: string): Promise<typeof UndoPreviewResult> {
    const looked = await this.undoRunUseCase.preview(runId);
    return looked.ok ? previewOf(looked.value) : refusalOf(runId, looked.failure);
  }

  @Mutation(() => UndoRunResult, {
    description:
      "Queues a run that takes off the list whom another one added, and sends again whom it took off. Values are not restored: SendGrid keeps no earlier ones.",
  })
  async undoRun(
    @Arg("runId", () => ID) runId: string,
    @Arg("confirmed", () => UndoConfirmation) confirmed: UndoConfirmation,
    @Ctx() { principal }: Context,
  ): Promise<typeof UndoRunResult> {
    const undone = await this.undoRunUseCase.execute(runId, confirmed, principal);
    if (undone.ok) return undone.value;
    switch (undone.failure.code) {
      case "figures-changed":
        return new UndoFiguresChanged(previewOf(undone.failure.figures));
      case "already-running":
      case "awaits-approval":
      case "matching-incomplete":
      case "export-user-required":
        return startRefusalOf(runId, undone.failure);
      default:
        return refusalOf(runId, undone.failure);
    }
  }

  @FieldResolver(() => Run, {
    nullable: true,
    description: "The run that it undoes; null of any other run.",
  })
  async undoOf(@Root() { undoOf }: ExportRunEntity): Promise<Run | null> {
    return undoOf === null ? null : await findById(this.dataSource.manager, ExportRunEntity, undoOf);
  }
}

const previewOf = (figures: UndoFigures): UndoPreview => Object.assign(new UndoPreview(), figures);

function refusalOf(runId: string, failure: UndoPreviewFailure) {
  switch (failure.code) {
    case "not-found":
      return new NotFound(runId);
    case "still-running":
      return new RunStillRunning(failure.run);
    case "not-undoable":
      return new RunNotUndoable();
    case "details-pruned":
      return new RunDetailsPruned();
    case "already-undone":
      return new RunAlreadyUndone(failure.run);
    case "changed-since":
      return new RunChangedSince(failure.changed);
    case "nothing-to-undo":
      return new NothingToUndo();
    default:
      return unreachable(failure);
  }
}
