import { Field, Float, Int, ObjectType } from "type-graphql";
import type { APPROVAL_CODES } from "./approval-reason.ts";

@ObjectType({
  description:
    "What a run would do that might surprise, in people. `code`: `nobody-selected`, `mass-removal` or `sudden-drop`.",
})
export class ApprovalReason {
  @Field(() => String) code!: (typeof APPROVAL_CODES)[number];
  @Field(() => Int) selected!: number;
  @Field(() => Int, {
    nullable: true,
    description: "Selected by the last run of the export that succeeded.",
  })
  selectedBefore!: number | null;
  @Field(() => Int, { description: "Those whom the export had put on the list before this run." })
  deliveries!: number;
  @Field(() => Int, {
    description: "Those of them who would leave it; an approval is good for about so many.",
  })
  removals!: number;
  @Field(() => Float, { description: "The largest part of them that may leave unasked, from 0 to 1." })
  maxRemovalShare!: number;
}
