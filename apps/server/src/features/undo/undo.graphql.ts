import { createUnionType, Field, InputType, Int, ObjectType } from "type-graphql";
import { NotFound, UserError } from "../../platform/graphql/user-error.ts";
import {
  ExportAlreadyRunning,
  ExportAwaitsApproval,
  ExportUserRequired,
  MatchingIncomplete,
  Run,
} from "../export-runs/export-run.graphql.ts";
import { RunDetailsPruned, RunStillRunning } from "../retries/retry.graphql.ts";

@ObjectType({ description: "What undoing a run would do, in people. Values are not restored." })
export class UndoPreview {
  @Field(() => Int, { description: "Added by the run, and taken off the list." }) toRemove!: number;
  @Field(() => Int, { description: "Taken off by the run, and sent again as they are now." })
  toSendAgain!: number;
  @Field(() => Int, { description: "Added by the run, and kept, as another export claims them." })
  claimed!: number;
  @Field(() => Int, { description: "Taken off by the run, and without a profile today: they stay off." })
  unknown!: number;
}

@InputType({ description: "The figures of a preview that somebody has seen and confirms." })
export class UndoConfirmation {
  @Field(() => Int) toRemove!: number;
  @Field(() => Int) toSendAgain!: number;
}

@ObjectType({ implements: UserError })
export class RunNotUndoable extends UserError {
  override code = "run-not-undoable";
  override message =
    "This run cannot be undone: it changed no list, undid another run, is older than the records that tell whom it added, or its export is gone or goes elsewhere.";
}

@ObjectType({ implements: UserError })
export class NothingToUndo extends UserError {
  override code = "nothing-to-undo";
  override message = "The run put nobody on the list and took nobody off.";
}

@ObjectType({ implements: UserError })
export class RunAlreadyUndone extends UserError {
  override code = "run-already-undone";
  override message = "The run has been undone already.";
  @Field(() => Run) run: Run;
  constructor(run: Run) {
    super();
    this.run = run;
  }
}

@ObjectType({ implements: UserError })
export class RunChangedSince extends UserError {
  override code = "run-changed-since";
  override message: string;
  @Field(() => Int, { description: "People of this run whom later runs put on the list or took off." })
  changedCount: number;
  constructor(changedCount: number) {
    super();
    this.changedCount = changedCount;
    this.message = `Later runs put ${changedCount} of its people on the list or took them off. Undo those runs first.`;
  }
}

@ObjectType({ implements: UserError })
export class UndoFiguresChanged extends UserError {
  override code = "undo-figures-changed";
  override message = "The figures are not those any more that were confirmed. Look at them again.";
  @Field(() => UndoPreview) preview: UndoPreview;
  constructor(preview: UndoPreview) {
    super();
    this.preview = preview;
  }
}

const REFUSALS = [
  NotFound,
  RunStillRunning,
  RunNotUndoable,
  RunDetailsPruned,
  RunAlreadyUndone,
  RunChangedSince,
  NothingToUndo,
] as const;

const nameOf = (value: object) => (value instanceof UserError ? value.constructor.name : null);

export const UndoPreviewResult = createUnionType({
  name: "UndoPreviewResult",
  types: () => [UndoPreview, ...REFUSALS] as const,
  resolveType: (value) => nameOf(value) ?? UndoPreview.name,
});

export const UndoRunResult = createUnionType({
  name: "UndoRunResult",
  types: () =>
    [
      Run,
      ...REFUSALS,
      UndoFiguresChanged,
      ExportAlreadyRunning,
      ExportAwaitsApproval,
      MatchingIncomplete,
      ExportUserRequired,
    ] as const,
  resolveType: (value) => nameOf(value) ?? Run.name,
});
