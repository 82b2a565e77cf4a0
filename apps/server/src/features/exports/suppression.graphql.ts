import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { type SuppressionGroupName, SuppressionKind } from "./suppression-kind.ts";

registerEnumType(SuppressionKind, {
  name: "SuppressionKind",
  description: "Why SendGrid sends an address nothing, whoever in the account writes to it.",
  valuesConfig: {
    GLOBAL_UNSUBSCRIBE: { description: "Has unsubscribed from everything." },
    BOUNCE: { description: "The mailbox or its server does not exist." },
    SPAM_REPORT: { description: "Has marked a message as spam." },
    INVALID_EMAIL: { description: "SendGrid takes the address for none." },
  },
});

@ObjectType({ description: "Messages that people can unsubscribe from without leaving everything." })
export class SuppressionGroupRef implements SuppressionGroupName {
  @Field(() => Int) id!: number;
  @Field(() => String) name!: string;
}
