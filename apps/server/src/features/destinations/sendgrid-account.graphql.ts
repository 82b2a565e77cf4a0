import { type Account, contractHeadroom, contractLimit } from "@keruen/core";
import { createUnionType, Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { NotFound } from "../../platform/graphql/user-error.ts";
import type { CheckedAccount } from "./check-account.ts";
import { ApiKeyRefused, ApiKeyUnreadable, SendGridUnavailable } from "./sendgrid-refusal.graphql.ts";

const SendGridAccountType = { FREE: "free", PAID: "paid" } as const satisfies Record<string, Account["type"]>;
registerEnumType(SendGridAccountType, { name: "SendGridAccountType" });

@ObjectType({ description: "How full an account is, asked of SendGrid just now." })
export class SendGridAccount {
  @Field(() => SendGridAccountType, {
    nullable: true,
    description: "Null: the key may not ask. One with full access to marketing and nothing else may not.",
  })
  type: Account["type"] | null;
  @Field(() => Int) contactCount: number;
  @Field(() => Int, { description: "What this month is charged by: deleting a contact does not lower it." })
  billableCount: number;
  @Field(() => Int, {
    nullable: true,
    description:
      "Contacts in the contract: SendGrid's number for a free account, else as the destination has it.",
  })
  contactLimit: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Contacts that the contract still has room for this month. Null: its limit is not known.",
  })
  headroom: number | null;

  /** @param told - the destination's `contactLimit`. */
  constructor({ type, counts }: CheckedAccount, told: number | null) {
    this.type = type;
    this.contactCount = counts.contacts;
    this.billableCount = counts.billable;
    this.contactLimit = contractLimit(type, told);
    this.headroom = contractHeadroom({ billable: counts.billable, limit: this.contactLimit });
  }
}

export const SendGridAccountResult = createUnionType({
  name: "SendGridAccountResult",
  types: () => [SendGridAccount, ApiKeyRefused, ApiKeyUnreadable, NotFound, SendGridUnavailable] as const,
  resolveType: (value: object) => value.constructor.name,
});
