import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../../context.ts";
import { findById } from "../../platform/database/find-by-id.ts";
import { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { Run } from "../export-runs/export-run.graphql.ts";
import { startRefusalOf } from "../export-runs/start/start-refusal.ts";
import {
  ExportListChanged,
  NothingToRetry,
  RetryRunResult,
  RunDetailsPruned,
  RunStillRunning,
} from "./retry.graphql.ts";
import type { RetryRun } from "./retry-run.ts";

@Resolver(() => Run)
export class RetryResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly retryRunUseCase: RetryRun,
  ) {}

  @Mutation(() => RetryRunResult, {
    description:
      "Queues a run of those alone whom a failed or canceled run did not get to and who are still in the segments. It takes nobody off the list.",
  })
  async retryRun(
    @Arg("runId", () => ID) runId: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof RetryRunResult> {
    const retried = await this.retryRunUseCase.execute(runId, principal);
    if (retried.ok) return retried.value;
    switch (retried.failure.code) {
      case "still-running":
        return new RunStillRunning(retried.failure.run);
      case "nothing-to-retry":
        return new NothingToRetry();
      case "details-pruned":
        return new RunDetailsPruned();
      case "list-changed":
        return new ExportListChanged();
      default:
        return startRefusalOf(runId, retried.failure);
    }
  }

  @FieldResolver(() => Run, {
    nullable: true,
    description: "The run of which it sends those alone who were left out; null of any other run.",
  })
  async retryOf(@Root() { retryOf }: ExportRunEntity): Promise<Run | null> {
    return retryOf === null ? null : await findById(this.dataSource.manager, ExportRunEntity, retryOf);
  }
}
