import { Field, ID, InputType } from "type-graphql";

@InputType({
  description:
    "A SendGrid account, by a saved destination or by a key that is not saved yet. Exactly one of the two.",
})
export class SendGridAccessInput {
  @Field(() => ID, { nullable: true }) destinationId?: string | null;
  @Field(() => String, { nullable: true }) apiKey?: string | null;
}
