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

export const WhenEmpty = { LEAVE: "leave", CLEAR: "clear" } as const;
type WhenEmpty = NonNullable<CoreMatch["whenEmpty"]>;
registerEnumType(WhenEmpty, {
  name: "WhenEmpty",
  description: "What happens in SendGrid where a profile has nothing for a field.",
  valuesConfig: {
    LEAVE: { description: "What SendGrid has stays." },
    CLEAR: { description: "It is cleared. For texts that are no identifiers." },
  },
});

@ObjectType({ description: "Which value fills one SendGrid field." })
export class Match implements CoreMatch {
  @Field(() => String) target!: string;
  @Field(() => MatchKind) kind!: MatchKind;
  @Field(() => String) value!: string;
  /** Resolved: matches saved before there was a choice do not have it. */
  whenEmpty?: WhenEmpty;
}

@InputType()
export class MatchInput implements CoreMatch {
  @Field(() => String) target!: string;
  @Field(() => MatchKind) kind!: MatchKind;
  @Field(() => String) value!: string;
  @Field(() => WhenEmpty, { defaultValue: WhenEmpty.LEAVE }) whenEmpty!: WhenEmpty;
}
