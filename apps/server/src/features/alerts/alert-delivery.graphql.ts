import { createUnionType, Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { NotFound, UserError } from "../../platform/graphql/user-error.ts";
import { AlertDeliveryState, AlertKind } from "./alert-kind.ts";

@ObjectType({
  description:
    "One alert on its way to one channel. Kept for 90 days after its end, unless the operator says otherwise.",
})
export class AlertDelivery {
  @Field(() => ID, { description: "The receiver gets it too, the same however often it is sent." })
  id!: string;
  @Field(() => ID) channelId!: string;
  @Field(() => AlertKind) kind!: AlertKind;
  @Field(() => ID, { nullable: true, description: "The run it tells of, which may be gone. Null: a test." })
  runId!: string | null;
  @Field(() => AlertDeliveryState) state!: AlertDeliveryState;
  @Field(() => Int, { description: "How often it was sent." }) attempt!: number;
  @Field(() => Date, { nullable: true }) nextTryAt!: Date | null;
  @Field(() => [String], { description: "Addresses whose mail server has taken it. Empty of a webhook." })
  reached!: readonly string[];
  @Field(() => String, {
    nullable: true,
    description:
      "Why the last attempt came to nothing, or did not reach everybody, e.g. `answered-500`, `too-slow`, `address-not-public`.",
  })
  failureCode!: string | null;
  @Field(() => Date) createdAt!: Date;
  @Field(() => Date, { nullable: true }) endedAt!: Date | null;
}

export const AlertDeliveryConnection = connectionOf("AlertDelivery", () => AlertDelivery);

export const TestAlertChannelResult = createUnionType({
  name: "TestAlertChannelResult",
  types: () => [AlertDelivery, NotFound] as const,
  resolveType: (value: object) => (value instanceof UserError ? value.constructor.name : AlertDelivery.name),
});
