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
import { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { ExportUserRequired, Run, RunFailure } from "../export-runs/export-run.graphql.ts";
import { startRefusalOf } from "../export-runs/start/start-refusal.ts";
import {
  CheckDriftResult,
  DriftCheck,
  DriftCheckConnection,
  DriftCheckOutdated,
  DriftCheckUnderWay,
  ListBusy,
  NothingToRepair,
  RepairDriftResult,
} from "./drift.graphql.ts";
import { DriftCheckEntity } from "./drift-check.entity.ts";
import { listDriftChecks } from "./list-drift-checks.ts";
import type { RepairDrift } from "./repair-drift.ts";
import type { StartDriftCheck } from "./start-drift-check.ts";

@Resolver(() => DriftCheck)
export class DriftResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly startDriftCheck: StartDriftCheck,
    private readonly repairDriftUseCase: RepairDrift,
  ) {}

  @Query(() => DriftCheckConnection, { description: "Newest first." })
  async driftChecks(
    @Arg("exportId", () => ID) exportId: string,
    @Arg("first", () => Int, { defaultValue: 10 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null = null,
  ): Promise<DriftCheckConnection> {
    return await listDriftChecks(this.dataSource, exportId, first, after);
  }

  @Mutation(() => CheckDriftResult, {
    description:
      "Compares whom the export has put on its list, by our records, with who is on it in SendGrid. Changes nothing.",
  })
  async checkDrift(
    @Arg("exportId", () => ID) exportId: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof CheckDriftResult> {
    const started = await this.startDriftCheck.execute(exportId, principal);
    if (started.ok) return started.value;
    switch (started.failure.code) {
      case "not-found":
        return new NotFound(exportId);
      case "under-way":
        return new DriftCheckUnderWay(started.failure.check);
      case "list-busy":
        return new ListBusy(started.failure.run);
      case "export-user-required":
        return new ExportUserRequired();
      default:
        return unreachable(started.failure);
    }
  }

  @Mutation(() => RepairDriftResult, {
    description:
      "Starts a run of the export that also sends the missing again, as far as they are still in the segments. Nobody foreign is touched.",
  })
  async repairDrift(
    @Arg("checkId", () => ID) checkId: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof RepairDriftResult> {
    const repaired = await this.repairDriftUseCase.execute(checkId, principal);
    if (repaired.ok) return repaired.value;
    switch (repaired.failure.code) {
      case "under-way":
        return new DriftCheckUnderWay(repaired.failure.check);
      case "outdated":
        return new DriftCheckOutdated();
      case "nothing-to-repair":
        return new NothingToRepair();
      default:
        return startRefusalOf(checkId, repaired.failure);
    }
  }

  @Subscription(() => DriftCheck, {
    description: "The check as it is now, then after every change, until it ends.",
    subscribe: ({ args, context }: { args: { checkId: string }; context: Context }) =>
      context.liveDriftChecks.watch(args.checkId),
  })
  driftCheckChanged(@Arg("checkId", () => ID) _checkId: string, @Root() check: DriftCheck): DriftCheck {
    return check;
  }

  @FieldResolver(() => SendGridListRef, { description: "As it was when the check began." })
  list(@Root() { listId, listName }: DriftCheckEntity): SendGridListRef {
    return { id: listId, name: listName };
  }

  @FieldResolver(() => RunFailure, { nullable: true })
  failure(@Root() { failureCode, failureMessage }: DriftCheckEntity): RunFailure | null {
    return failureCode === null ? null : { code: failureCode, message: failureMessage ?? "" };
  }

  @FieldResolver(() => User, { nullable: true })
  async startedBy(@Root() { startedBy }: DriftCheckEntity): Promise<User | null> {
    return await findById(this.dataSource.manager, UserEntity, startedBy);
  }

  @FieldResolver(() => Run, { nullable: true, description: "The run that was last started to repair it." })
  async repairRun(@Root() { repairRunId }: DriftCheckEntity): Promise<Run | null> {
    return repairRunId === null
      ? null
      : await findById(this.dataSource.manager, ExportRunEntity, repairRunId);
  }
}
