import { createUnionType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { InvalidInput, NotFound, UserError } from "../../platform/graphql/user-error.ts";
import { NotStartedAnswer } from "../schedules/not-started.graphql.ts";
import { Recurrence, RecurrenceInput } from "../schedules/recurrence.graphql.ts";
import { RefreshState, RefreshStepKind, RefreshStepState, RefreshTrigger } from "./refresh-state.ts";

@ObjectType({ description: "One source, segment or export of a refresh." })
export class RefreshStep {
  @Field(() => Int, { description: "Its place in the order in which they are done." }) position!: number;
  @Field(() => RefreshStepKind) kind!: RefreshStepKind;
  @Field(() => ID, { description: "Of the source, the segment or the export." }) subjectId!: string;
  @Field(() => String, { description: "As it was called when the refresh began." }) subjectName!: string;
  @Field(() => RefreshStepState) state!: RefreshStepState;
  @Field(() => Date) stateSince!: Date;
  @Field(() => String, {
    nullable: true,
    description: "Why it is so; stable. Null where there is nothing to say.",
  })
  code!: string | null;
  @Field(() => String, { nullable: true }) message!: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "Profiles, members or people so far; null where not counted.",
  })
  doneCount!: number | null;
  @Field(() => Int, { nullable: true }) totalCount!: number | null;
  @Field(() => ID, { nullable: true, description: "Of an export, once it has been started." })
  runId!: string | null;
}

@ObjectType({
  description:
    "Brings sources, then segments up to date, then runs the exports that follow it. One at a time.",
})
export class Refresh {
  @Field(() => ID) id!: string;
  @Field(() => RefreshState) state!: RefreshState;
  @Field(() => RefreshTrigger) trigger!: RefreshTrigger;
  @Field(() => Date, { nullable: true, description: "When the schedule that started it was due." })
  dueAt!: Date | null;
  @Field(() => Date) startedAt!: Date;
  @Field(() => Date, {
    nullable: true,
    description: "When somebody asked it to stop. What is under way reaches its end, then it is CANCELED.",
  })
  cancelRequestedAt!: Date | null;
  @Field(() => Date, { nullable: true }) endedAt!: Date | null;
}

@ObjectType()
export class RefreshConnection extends connectionOf("Refresh", () => Refresh) {}

@ObjectType("Schedule", { description: "When sources and segments are refreshed by themselves." })
export class ScheduleAnswer {
  @Field(() => Boolean) isOn!: boolean;
  @Field(() => Recurrence, {
    nullable: true,
    description: "Kept while it is off; null until it was on once.",
  })
  recurrence!: Recurrence | null;
  @Field(() => Date, { nullable: true, description: "When the next refresh is due; null while it is off." })
  nextAt!: Date | null;
  @Field(() => NotStartedAnswer, {
    nullable: true,
    description: "Why there was none the last time one was due; null where there was.",
  })
  notStarted!: NotStartedAnswer | null;
}

@InputType()
export class UpdateScheduleInput {
  @Field(() => Boolean) isOn!: boolean;
  @Field(() => RecurrenceInput, { nullable: true, description: "As it is unless told otherwise." })
  recurrence?: RecurrenceInput | null;
}

@ObjectType({ implements: UserError })
export class RefreshAlreadyRunning extends UserError {
  override code = "refresh-already-running";
  override message = "A refresh is running already. Wait for it to end, or cancel it.";
  @Field(() => Refresh) refresh: Refresh;
  constructor(refresh: Refresh) {
    super();
    this.refresh = refresh;
  }
}

@ObjectType({ implements: UserError })
export class RefreshAlreadyEnded extends UserError {
  override code = "refresh-already-ended";
  override message = "The refresh has ended already. There is nothing left to cancel.";
  @Field(() => Refresh) refresh: Refresh;
  constructor(refresh: Refresh) {
    super();
    this.refresh = refresh;
  }
}

const nameOf = (otherwise: string) => (value: object) =>
  value instanceof UserError ? value.constructor.name : otherwise;

export const StartRefreshResult = createUnionType({
  name: "StartRefreshResult",
  types: () => [Refresh, RefreshAlreadyRunning] as const,
  resolveType: nameOf("Refresh"),
});

export const CancelRefreshResult = createUnionType({
  name: "CancelRefreshResult",
  types: () => [Refresh, NotFound, RefreshAlreadyEnded] as const,
  resolveType: nameOf("Refresh"),
});

export const UpdateScheduleResult = createUnionType({
  name: "UpdateScheduleResult",
  types: () => [ScheduleAnswer, InvalidInput] as const,
  resolveType: nameOf("Schedule"),
});
