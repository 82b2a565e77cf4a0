import { unreachable } from "@keruen/core";
import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../../context.ts";
import { InvalidInput, NotFound } from "../../platform/graphql/user-error.ts";
import { NotStartedAnswer } from "../schedules/not-started.graphql.ts";
import type { ExportEntity } from "./export.entity.ts";
import { Export } from "./export.graphql.ts";
import { ExportSchedule, ExportScheduleInput, NextRun } from "./export-schedule.graphql.ts";
import { nextRunOf } from "./next-run.ts";
import { ActiveSchedules, ExportsScheduled, ScheduleExportsResult } from "./schedule-exports.graphql.ts";
import type { ScheduleExports } from "./schedule-exports.ts";

/** What an export says of its schedule, and how several get one. */
@Resolver(() => Export)
export class ExportScheduleResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly scheduleExportsUseCase: ScheduleExports,
  ) {}

  @Mutation(() => ScheduleExportsResult, {
    description: "One schedule for several exports, all or none of them.",
  })
  async scheduleExports(
    @Arg("ids", () => [ID]) ids: string[],
    @Arg("schedule", () => ExportScheduleInput) schedule: ExportScheduleInput,
    @Arg("active", () => ActiveSchedules, { defaultValue: "REPLACE" }) active: ActiveSchedules,
    @Ctx() { principal }: Context,
  ): Promise<typeof ScheduleExportsResult> {
    const scheduled = await this.scheduleExportsUseCase.execute(ids, schedule, active, principal);
    if (scheduled.ok) return new ExportsScheduled(scheduled.value);
    switch (scheduled.failure.code) {
      case "invalid":
        return new InvalidInput(scheduled.failure.issues);
      case "not-found":
        return new NotFound(scheduled.failure.id);
      default:
        return unreachable(scheduled.failure);
    }
  }

  @FieldResolver(() => ExportSchedule)
  schedule(@Root() { scheduleKind, recurrence }: ExportEntity): ExportSchedule {
    return { kind: scheduleKind, recurrence };
  }

  @FieldResolver(() => NextRun)
  async nextRun(@Root() item: ExportEntity): Promise<NextRun> {
    return await nextRunOf(this.dataSource.manager, item);
  }

  @FieldResolver(() => NotStartedAnswer, {
    nullable: true,
    description: "Why its schedule did not start it the last time it was due; null where it did.",
  })
  notStarted(@Root() { notStarted }: ExportEntity): NotStartedAnswer | null {
    return notStarted && { ...notStarted, at: new Date(notStarted.at) };
  }
}
