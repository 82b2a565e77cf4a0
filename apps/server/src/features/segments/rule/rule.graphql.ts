import { Field, InputType, ObjectType, registerEnumType } from "type-graphql";
import { type Rule, RuleJoin, RuleOperator } from "./rule.ts";

registerEnumType(RuleJoin, { name: "RuleJoin" });
registerEnumType(RuleOperator, { name: "RuleOperator" });

@ObjectType()
export class RuleCondition {
  @Field(() => String) field!: string;
  @Field(() => RuleOperator) operator!: RuleOperator;
  @Field(() => [String], {
    description: "None for IS_SET and IS_NOT_SET, two for BETWEEN, one or more for ONE_OF, one for the rest.",
  })
  values!: readonly string[];
}

@ObjectType({
  description: "Conditions and nested groups, joined by one word. An empty group takes everybody.",
})
export class RuleGroup implements Rule {
  @Field(() => RuleJoin) join!: RuleJoin;
  @Field(() => [RuleCondition]) conditions!: readonly RuleCondition[];
  @Field(() => [RuleGroup]) groups!: readonly RuleGroup[];
}

@InputType()
export class RuleConditionInput {
  @Field(() => String) field!: string;
  @Field(() => RuleOperator) operator!: RuleOperator;
  @Field(() => [String]) values!: readonly string[];
}

@InputType()
export class RuleGroupInput implements Rule {
  @Field(() => RuleJoin) join!: RuleJoin;
  @Field(() => [RuleConditionInput]) conditions!: readonly RuleConditionInput[];
  @Field(() => [RuleGroupInput]) groups!: readonly RuleGroupInput[];
}
