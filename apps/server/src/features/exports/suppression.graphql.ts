import { Field, Int, ObjectType } from "type-graphql";
import type { SuppressionGroupName } from "./suppression-kind.ts";

@ObjectType({ description: "Messages that people can unsubscribe from without leaving everything." })
export class SuppressionGroupRef implements SuppressionGroupName {
  @Field(() => Int) id!: number;
  @Field(() => String) name!: string;
}
