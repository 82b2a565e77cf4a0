import type { Recurrence as CoreRecurrence, Weekday } from "@keruen/core";
import { Field, InputType, Int, ObjectType } from "type-graphql";

const TIME_ZONE = "IANA name, such as `Asia/Almaty`.";
const DAYS = "ISO 8601: 1 is Monday, 7 is Sunday. All seven is daily.";
const TIMES = "`HH:MM` of a 24-hour day, one to four.";

@ObjectType({ description: "When something is due again and again, by the clocks of one place." })
export class Recurrence implements CoreRecurrence {
  @Field(() => String, { description: TIME_ZONE }) timeZone!: string;
  @Field(() => [Int], { description: DAYS }) days!: readonly Weekday[];
  @Field(() => [String], { description: TIMES }) times!: readonly string[];
}

@InputType()
export class RecurrenceInput implements CoreRecurrence {
  @Field(() => String, { description: TIME_ZONE }) timeZone!: string;
  @Field(() => [Int], { description: DAYS }) days!: Weekday[];
  @Field(() => [String], { description: TIMES }) times!: string[];
}
