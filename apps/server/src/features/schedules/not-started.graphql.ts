import { Field, ObjectType } from "type-graphql";

@ObjectType("NotStarted", {
  description:
    "When something was due and was not started. `code` is stable; `message` says why and what to do.",
})
export class NotStartedAnswer {
  @Field(() => Date) at!: Date;
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
}
