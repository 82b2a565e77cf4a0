import { createUnionType, Field, ObjectType, registerEnumType } from "type-graphql";
import { InvalidInput, NotFound, UserError } from "../../platform/graphql/user-error.ts";
import { Export } from "./export.graphql.ts";

export const ActiveSchedules = { KEEP: "KEEP", REPLACE: "REPLACE" } as const;
export type ActiveSchedules = keyof typeof ActiveSchedules;
registerEnumType(ActiveSchedules, {
  name: "ActiveSchedules",
  description: "What becomes of the schedules that exports have already.",
  valuesConfig: {
    KEEP: { description: "They stay; only exports that are OFF get the new one." },
    REPLACE: { description: "All get the new one." },
  },
});

@ObjectType()
export class ExportsScheduled {
  @Field(() => [Export], { description: "As they are now, in the order of the ids that were given." })
  exports: readonly Export[];
  constructor(exports: readonly Export[]) {
    this.exports = exports;
  }
}

export const ScheduleExportsResult = createUnionType({
  name: "ScheduleExportsResult",
  types: () => [ExportsScheduled, InvalidInput, NotFound] as const,
  resolveType: (value: object) =>
    value instanceof UserError ? value.constructor.name : ExportsScheduled.name,
});
