import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { SendGridAccessInput } from "./sendgrid-access.graphql.ts";

@ObjectType()
export class SendGridListRef {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
}

@ObjectType()
export class SendGridList {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => Int) contactCount!: number;
}

@ObjectType()
export class SendGridLists {
  @Field(() => [SendGridList]) lists: readonly SendGridList[];
  constructor(lists: readonly SendGridList[]) {
    this.lists = lists;
  }
}

@InputType()
export class CreateSendGridListInput {
  @Field(() => SendGridAccessInput) access!: SendGridAccessInput;
  @Field(() => String) name!: string;
}
