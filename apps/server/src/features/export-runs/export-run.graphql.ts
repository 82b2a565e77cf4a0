import { createUnionType, Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { NotFound, UserError } from "../../platform/graphql/user-error.ts";
import { SuppressionGroupRef } from "../exports/suppression.graphql.ts";
import { SuppressionKind } from "../exports/suppression-kind.ts";
import { SyncMode } from "../exports/sync-mode.ts";
import { ApprovalReason } from "./approval/approval.graphql.ts";
import { RunRoute } from "./prepare/run-route.ts";
import { RunState } from "./run-state.graphql.ts";
import { RunTrigger } from "./run-trigger.ts";
import { START_REFUSALS } from "./start/start-refusal-words.ts";

@ObjectType({
  description:
    "Why a run or an attempt failed. `code` is stable; `message` says what happened and what to do.",
})
export class RunFailure {
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
}

@ObjectType({ description: "Why a run goes up the way it does." })
export class RouteReason {
  @Field(() => String, {
    description:
      "`few-requests` or `many-requests`: by upsert it would take no more, or more, than are kept for one run.",
  })
  code!: string;
  @Field(() => Int, { description: "Upserts that the run would take." }) requests!: number;
  @Field(() => Int, { description: "The most that one run may take." }) maxRequests!: number;
}

@ObjectType({
  description:
    "What a dry run has found that a run would do now, in people. Whom it would leave alone or refuse are the run's own counts; what SendGrid itself would refuse nobody knows before.",
})
export class RunPlan {
  @Field(() => Int, { description: "Sent, and not put on the list by this export before." }) toAdd!: number;
  @Field(() => Int, { description: "Sent, and put on the list by this export before." }) toChange!: number;
  @Field(() => Int, { description: "Taken off the list." }) toRemove!: number;
}

@ObjectType()
export class RejectionCount {
  @Field(() => String) code!: string;
  @Field(() => String, { nullable: true }) field!: string | null;
  @Field(() => Int) count!: number;
}

@ObjectType()
export class SuppressionCount {
  @Field(() => String) code!: string;
  @Field(() => String, { nullable: true, description: "The group's name, for `group-unsubscribe`." })
  group!: string | null;
  @Field(() => Int) count!: number;
}

/** The fields that the row has as they are; the resolver adds the others. */
@ObjectType({ description: "One execution of one export. `state` only moves forward, counts only grow." })
export class Run {
  @Field(() => ID) id!: string;
  @Field(() => ID, { nullable: true }) exportId!: string | null;
  @Field(() => String, { description: "As it was called when the run began." }) exportName!: string;
  @Field(() => [SuppressionKind], { description: "Whom it leaves out: fixed when the run began." })
  suppressions!: readonly SuppressionKind[];
  @Field(() => [SuppressionGroupRef]) suppressionGroups!: readonly SuppressionGroupRef[];
  @Field(() => RunTrigger) trigger!: RunTrigger;
  @Field(() => Date, {
    nullable: true,
    description:
      "When the schedule that started it was due: earlier than `queuedAt` where nothing ran at that time.",
  })
  dueAt!: Date | null;
  @Field(() => Boolean, { description: "It sends everybody, changed or not." }) isFull!: boolean;
  @Field(() => Boolean, { description: "It finds out what a run would do: nothing is sent, nobody removed." })
  isDryRun!: boolean;
  @Field(() => RunState) state!: RunState;
  @Field(() => Date) stateSince!: Date;
  @Field(() => RunRoute, {
    nullable: true,
    description: "Null until it is chosen, and of runs that never chose.",
  })
  route!: RunRoute | null;
  @Field(() => RouteReason, { nullable: true }) routeReason!: RouteReason | null;
  @Field(() => Int, {
    nullable: true,
    description: "People in the segments when the run began, each once; null until counted.",
  })
  selectedCount!: number | null;
  @Field(() => Int, { description: "Read, matched, and either accepted or set aside so far." })
  processedCount!: number;
  @Field(() => Int, { description: "Queued by SendGrid (HTTP 202), not yet on the list for certain." })
  acceptedCount!: number;
  @Field(() => Int, { description: "SendGrid has finished with them." }) deliveredCount!: number;
  @Field(() => Int, {
    description: "Not sent, because SendGrid has them from an earlier run just as they are now.",
  })
  unchangedCount!: number;
  @Field(() => Int) rejectedCount!: number;
  @Field(() => Int, { description: "Left out because SendGrid sends them nothing, as the export wants it." })
  suppressedCount!: number;
  @Field(() => Int) duplicateCount!: number;
  @Field(() => Int, { description: "Cancelled or failed before their turn; known when the run has ended." })
  notSentCount!: number;
  @Field(() => Int) attempt!: number;
  @Field(() => Date, {
    nullable: true,
    description: "When a failed attempt will be tried again; null while one is under way.",
  })
  nextTryAt!: Date | null;
  @Field(() => SyncMode, { description: "As it was when the run began." }) syncMode!: SyncMode;
  @Field(() => Int, {
    description:
      "People whom SendGrid took off the list because they have left the segments; grows after the last delivery.",
  })
  removedCount!: number;
  @Field(() => ApprovalReason, {
    nullable: true,
    description:
      "What it asks about while it is AWAITING_APPROVAL, and asked about last thereafter; of a dry run, what a run would ask about.",
  })
  approvalReason!: ApprovalReason | null;
  @Field(() => Date, { nullable: true, description: "When it first asked for approval." })
  awaitingApprovalAt!: Date | null;
  @Field(() => Date, { nullable: true, description: "When somebody last approved it." })
  approvedAt!: Date | null;
  @Field(() => Date, {
    nullable: true,
    description:
      "When somebody asked it to stop; what SendGrid has accepted is still settled, then it is CANCELED.",
  })
  cancelRequestedAt!: Date | null;
  @Field(() => Date) queuedAt!: Date;
  @Field(() => Date, { nullable: true }) preparingAt!: Date | null;
  @Field(() => Date, { nullable: true }) uploadingAt!: Date | null;
  @Field(() => Date, { nullable: true }) settlingAt!: Date | null;
  @Field(() => Date, { nullable: true }) endedAt!: Date | null;
  @Field(() => Date, {
    nullable: true,
    description:
      "Since when its outcomes, removals and single calls are no longer kept; its counts are. Null while they are.",
  })
  detailsPrunedAt!: Date | null;
}

@ObjectType()
export class RunConnection extends connectionOf("Run", () => Run) {}

@ObjectType({ implements: UserError })
export class ExportAlreadyRunning extends UserError {
  override code = START_REFUSALS["already-running"].code;
  override message = START_REFUSALS["already-running"].message;
  @Field(() => Run) run: Run;
  constructor(run: Run) {
    super();
    this.run = run;
  }
}

@ObjectType({ implements: UserError })
export class ExportAwaitsApproval extends UserError {
  override code = START_REFUSALS["awaits-approval"].code;
  override message = START_REFUSALS["awaits-approval"].message;
  @Field(() => Run) run: Run;
  constructor(run: Run) {
    super();
    this.run = run;
  }
}

@ObjectType({ implements: UserError })
export class RunNotAwaitingApproval extends UserError {
  override code = "run-not-awaiting-approval";
  override message = "The run waits for nobody's approval, or no longer. Look at its state.";
  @Field(() => Run) run: Run;
  constructor(run: Run) {
    super();
    this.run = run;
  }
}

@ObjectType({ implements: UserError })
export class ExportUserRequired extends UserError {
  override code = START_REFUSALS["export-user-required"].code;
  override message = START_REFUSALS["export-user-required"].message;
}

@ObjectType({ implements: UserError })
export class MatchingIncomplete extends UserError {
  override code = START_REFUSALS["matching-incomplete"].code;
  override message = START_REFUSALS["matching-incomplete"].message;
  @Field(() => [String]) missingFields: readonly string[];
  constructor(missingFields: readonly string[]) {
    super();
    this.missingFields = missingFields;
  }
}

@ObjectType({ implements: UserError })
export class RunAlreadyEnded extends UserError {
  override code = "run-already-ended";
  override message = "The run has ended already. There is nothing left to cancel.";
  @Field(() => Run) run: Run;
  constructor(run: Run) {
    super();
    this.run = run;
  }
}

@ObjectType({ implements: UserError })
export class RunsInProgress extends UserError {
  override code = "runs-in-progress";
  override message = "Runs are under way. Wait for them to end, or cancel them.";
  @Field(() => [Run]) runs: readonly Run[];
  constructor(runs: readonly Run[]) {
    super();
    this.runs = runs;
  }
}

const nameOf = (value: object) => (value instanceof UserError ? value.constructor.name : Run.name);

export const StartExportResult = createUnionType({
  name: "StartExportResult",
  types: () =>
    [
      Run,
      NotFound,
      ExportAlreadyRunning,
      ExportAwaitsApproval,
      MatchingIncomplete,
      ExportUserRequired,
    ] as const,
  resolveType: nameOf,
});

export const ApproveRunResult = createUnionType({
  name: "ApproveRunResult",
  types: () => [Run, NotFound, RunNotAwaitingApproval] as const,
  resolveType: nameOf,
});

export const CancelRunResult = createUnionType({
  name: "CancelRunResult",
  types: () => [Run, NotFound, RunAlreadyEnded] as const,
  resolveType: nameOf,
});
