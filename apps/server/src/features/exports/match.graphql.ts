import type { Match as CoreMatch } from "@keruen/core";
import { Field, InputType, ObjectType, registerEnumType } from "type-graphql";

export const MatchKind = { FIELD: "field", CONSTANT: "constant", TEMPLATE: "template" } as const;
type MatchKind = CoreMatch["kind"];
registerEnumType(MatchKind, {
  name: "MatchKind",
  valuesConfig: {
    FIELD: { description: "`value` names a profile field." },
    CONSTANT: { description: "`value` is sent as it is." },
    TEMPLATE: {
      description: "`value` is text with profile fields in double braces: `{{first_name}} {{last_name}}`.",
    },
  },
});

@ObjectType({ description: "Which value fills one SendGrid field." })
export class Match implements CoreMatch {
  @Field(() => String) target!: string;
  @Field(() => MatchKind) kind!: MatchKind;
  @Field(() => String) value!: string;
}

@InputType()
export class MatchInput implements CoreMatch {
  @Field(() => String) target!: string;
  @Field(() => MatchKind) kind!: MatchKind;
  @Field(() => String) value!: string;
}
