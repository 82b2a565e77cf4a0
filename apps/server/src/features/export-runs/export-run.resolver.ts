import { unreachable } from "@keruen/core";
import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../../context.ts";
import { findById } from "../../platform/database/find-by-id.ts";
import { NotFound } from "../../platform/graphql/user-error.ts";
import { UserEntity } from "../access/user.entity.ts";
import { User } from "../access/user.graphql.ts";
import { SendGridListRef } from "../destinations/sendgrid-list.graphql.ts";
import type { ApproveRun } from "./approval/approve-run.ts";
import type { CancelRun } from "./cancel-run.ts";
import { ExportRunEntity } from "./export-run.entity.ts";
import {
  ApproveRunResult,
  CancelRunResult,
  RejectionCount,
  Run,
  RunAlreadyEnded,
  RunConnection,
  RunFailure,
  RunNotAwaitingApproval,
  RunPlan,
  StartExportResult,
  SuppressionCount,
} from "./export-run.graphql.ts";
import { listRuns } from "./list-runs.ts";
import { RunState } from "./run-state.graphql.ts";
import { AllExportsStarted } from "./start/start-all-exports.graphql.ts";
import type { StartAllExports } from "./start/start-all-exports.ts";
import type { StartExport } from "./start/start-export.ts";
import { startRefusalOf } from "./start/start-refusal.ts";

@Resolver(() => Run)
export class ExportRunResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly startExportUseCase: StartExport,
    private readonly startAllExportsUseCase: StartAllExports,
    private readonly approveRunUseCase: ApproveRun,
    private readonly cancelRunUseCase: CancelRun,
  ) {}

  @Query(() => RunConnection)
  async runs(
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null = null,
    @Arg("exportId", () => ID, { nullable: true }) exportId: string | null = null,
    @Arg("states", () => [RunState], { nullable: true }) states: RunState[] | null = null,
  ): Promise<RunConnection> {
    return await listRuns(this.dataSource, { exportId, states }, first, after);
  }

  @Query(() => Run, { nullable: true })
  async run(@Arg("id", () => ID) id: string): Promise<Run | null> {
    return await findById(this.dataSource.manager, ExportRunEntity, id);
  }

  @Mutation(() => StartExportResult)
  async startExport(
    @Arg("exportId", () => ID) exportId: string,
    @Ctx() { principal }: Context,
    @Arg("full", () => Boolean, {
      defaultValue: false,
      description: "Send everybody again, also whom SendGrid has just as they are now.",
    })
    isFull = false,
    @Arg("dryRun", () => Boolean, {
      defaultValue: false,
      description: "Find out what a run would do: nothing is sent, nobody removed.",
    })
    isDryRun = false,
  ): Promise<typeof StartExportResult> {
    const started = await this.startExportUseCase.execute(exportId, principal, { isFull, isDryRun });
    return started.ok ? started.value : startRefusalOf(exportId, started.failure);
  }

  @Mutation(() => AllExportsStarted, {
    description:
      "Queues a run of every export that has an active schedule; those of one list go one after the other.",
  })
  async startAllExports(@Ctx() { principal }: Context): Promise<AllExportsStarted> {
    const { started, notStarted } = await this.startAllExportsUseCase.execute(principal);
    return {
      started,
      notStarted: notStarted.map(({ export: of, failure }) => ({
        export: of,
        reason: startRefusalOf(of.id, failure),
      })),
    };
  }

  @Mutation(() => ApproveRunResult, {
    description: "Lets a run go on that is AWAITING_APPROVAL, once. To refuse is to cancel it.",
  })
  async approveRun(
    @Arg("runId", () => ID) runId: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof ApproveRunResult> {
    const approved = await this.approveRunUseCase.execute(runId, principal);
    if (approved.ok) return approved.value;
    switch (approved.failure.code) {
      case "not-found":
        return new NotFound(runId);
      case "not-awaiting-approval":
        return new RunNotAwaitingApproval(approved.failure.run);
      default:
        return unreachable(approved.failure);
    }
  }

  @Mutation(() => CancelRunResult)
  async cancelRun(
    @Arg("runId", () => ID) runId: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof CancelRunResult> {
    const canceled = await this.cancelRunUseCase.execute(runId, principal);
    if (canceled.ok) return canceled.value;
    switch (canceled.failure.code) {
      case "not-found":
        return new NotFound(runId);
      case "already-ended":
        return new RunAlreadyEnded(canceled.failure.run);
      default:
        return unreachable(canceled.failure);
    }
  }

  @Subscription(() => Run, {
    description: "The run as it is now, then after every change, until it ends.",
    subscribe: ({ args, context }: { args: { runId: string }; context: Context }) =>
      context.liveRuns.watch(args.runId),
  })
  runChanged(@Arg("runId", () => ID) _runId: string, @Root() run: Run): Run {
    return run;
  }

  @Subscription(() => Run, {
    description: "Every run, after every change of it.",
    subscribe: ({ context }: { context: Context }) => context.liveRuns.watchAll(),
  })
  runsChanged(@Root() run: Run): Run {
    return run;
  }

  @FieldResolver(() => SendGridListRef)
  list(@Root() { listId, listName }: ExportRunEntity): SendGridListRef {
    return { id: listId, name: listName };
  }

  @FieldResolver(() => RunFailure, { nullable: true })
  failure(@Root() { failureCode, failureMessage }: ExportRunEntity): RunFailure | null {
    return failureCode === null ? null : { code: failureCode, message: failureMessage ?? "" };
  }

  @FieldResolver(() => User, { nullable: true })
  async startedBy(@Root() { startedBy }: ExportRunEntity): Promise<User | null> {
    return await findById(this.dataSource.manager, UserEntity, startedBy);
  }

  @FieldResolver(() => RunPlan, {
    nullable: true,
    description: "What a dry run has found that a run would do; null until then, and of a run that is none.",
  })
  plan(@Root() { toAddCount, toChangeCount, toRemoveCount }: ExportRunEntity): RunPlan | null {
    if (toAddCount === null || toChangeCount === null || toRemoveCount === null) return null;
    return { toAdd: toAddCount, toChange: toChangeCount, toRemove: toRemoveCount };
  }

  @FieldResolver(() => User, { nullable: true, description: "Who last approved it." })
  async approvedBy(@Root() { approvedBy }: ExportRunEntity): Promise<User | null> {
    return approvedBy === null ? null : await findById(this.dataSource.manager, UserEntity, approvedBy);
  }

  @FieldResolver(() => [RejectionCount], { description: "Rejected profiles by reason, most first." })
  async rejections(@Root() { id }: ExportRunEntity): Promise<RejectionCount[]> {
    return await this.dataSource.query(
      `select code, nullif(field, '') as field, profile_count as count
       from run_reason where run_id = $1 and kind = 'REJECTED' order by profile_count desc, code, field`,
      [id],
    );
  }

  @FieldResolver(() => [SuppressionCount], { description: "Suppressed profiles by reason, most first." })
  async suppressed(@Root() { id }: ExportRunEntity): Promise<SuppressionCount[]> {
    return await this.dataSource.query(
      `select code, nullif(field, '') as "group", profile_count as count
       from run_reason where run_id = $1 and kind = 'SUPPRESSED' order by profile_count desc, code, field`,
      [id],
    );
  }
}
