import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../../platform/graphql/connection.ts";

export const OutcomeKind = {
  UNCHANGED: "UNCHANGED",
  DELIVERED: "DELIVERED",
  ACCEPTED: "ACCEPTED",
  REJECTED: "REJECTED",
  SUPPRESSED: "SUPPRESSED",
  DUPLICATE: "DUPLICATE",
  NOT_SENT: "NOT_SENT",
  PENDING: "PENDING",
  TO_ADD: "TO_ADD",
  TO_CHANGE: "TO_CHANGE",
} as const;
export type OutcomeKind = keyof typeof OutcomeKind;
registerEnumType(OutcomeKind, {
  name: "OutcomeKind",
  valuesConfig: {
    TO_ADD: {
      description: "Of a dry run: would be sent, and was not put on the list by this export before.",
    },
    TO_CHANGE: { description: "Of a dry run: would be sent, and was put on the list by this export before." },
  },
});

@ObjectType({ description: "What became of one profile in one run." })
export class Outcome {
  @Field(() => String) profileKey!: string;
  @Field(() => Boolean, {
    description:
      "The person was erased since. What became of them is all that is left; `profileKey` is nobody's.",
  })
  isErased!: boolean;
  @Field(() => OutcomeKind) kind!: OutcomeKind;
  @Field(() => String, {
    nullable: true,
    description:
      "A stable reason. For REJECTED e.g. `email-malformed`, `too-long`, `contact-limit`, `refused-by-sendgrid`; for SUPPRESSED `global-unsubscribe`, `spam-report`, `bounce`, `invalid-email` or `group-unsubscribe`.",
  })
  code!: string | null;
  @Field(() => String, { nullable: true, description: "The SendGrid field the reason is about." })
  field!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "SendGrid's own words, or ours; for `group-unsubscribe` the group's name.",
  })
  message!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "The value of that field now; read from the profile, not kept with the run.",
  })
  value!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "For DUPLICATE: the profile that was sent with the same address.",
  })
  duplicateOfKey!: string | null;
  @Field(() => Int, { nullable: true }) batch!: number | null;
}

@ObjectType()
export class OutcomeConnection extends connectionOf("Outcome", () => Outcome) {}
