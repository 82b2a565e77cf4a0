import { Field, InputType, ObjectType } from "type-graphql";
import { Recurrence, RecurrenceInput } from "../schedules/recurrence.graphql.ts";
import { NextRunReason } from "./next-run.ts";
import { ScheduleKind } from "./schedule-kind.ts";

@ObjectType({ description: "What starts an export by itself." })
export class ExportSchedule {
  @Field(() => ScheduleKind) kind!: ScheduleKind;
  @Field(() => Recurrence, { nullable: true, description: "Of a schedule of its own." })
  recurrence!: Recurrence | null;
}

@ObjectType({ description: "When an export runs next by itself, and why then, or why at no time." })
export class NextRun {
  @Field(() => Date, { nullable: true }) at!: Date | null;
  @Field(() => NextRunReason) reason!: NextRunReason;
}

@InputType()
export class ExportScheduleInput {
  @Field(() => ScheduleKind) kind!: ScheduleKind;
  @Field(() => RecurrenceInput, { nullable: true, description: "For OWN alone." })
  recurrence?: RecurrenceInput | null;
}
