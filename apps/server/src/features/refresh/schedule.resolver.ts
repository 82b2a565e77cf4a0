import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../../context.ts";
import { InvalidInput } from "../../platform/graphql/user-error.ts";
import { RefreshScheduleEntity } from "../schedules/refresh-schedule.entity.ts";
import { ScheduleAnswer, UpdateScheduleInput, UpdateScheduleResult } from "./refresh.graphql.ts";
import type { UpdateSchedule } from "./update-schedule.ts";

@Resolver(() => ScheduleAnswer)
export class ScheduleResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly updateScheduleUseCase: UpdateSchedule,
  ) {}

  @Query(() => ScheduleAnswer)
  async schedule(): Promise<ScheduleAnswer> {
    return answerOf(await this.dataSource.getRepository(RefreshScheduleEntity).findOneByOrFail({ id: true }));
  }

  @Mutation(() => UpdateScheduleResult)
  async updateSchedule(
    @Arg("input", () => UpdateScheduleInput) input: UpdateScheduleInput,
    @Ctx() { principal }: Context,
  ): Promise<typeof UpdateScheduleResult> {
    const updated = await this.updateScheduleUseCase.execute(input, principal);
    return updated.ok ? answerOf(updated.value) : new InvalidInput(updated.failure);
  }
}

const answerOf = ({ isOn, recurrence, nextDueAt, notStarted }: RefreshScheduleEntity): ScheduleAnswer => ({
  ...{ isOn, recurrence, nextAt: nextDueAt },
  notStarted: notStarted && { ...notStarted, at: new Date(notStarted.at) },
});
