import { createUnionType, Field, ID, InputType, ObjectType } from "type-graphql";
import { InvalidInput, NotFound, UserError } from "../../platform/graphql/user-error.ts";
import { AlertChannelKind, AlertKind, AlertLanguage } from "./alert-kind.ts";

@ObjectType({ description: "Somewhere that alerts go to." })
export class AlertChannel {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => AlertChannelKind) kind!: AlertChannelKind;
  @Field(() => String, {
    nullable: true,
    description: "The URL that alerts are posted to. Null of e-mail.",
  })
  target!: string | null;
  @Field(() => [String], { description: "Whom they are mailed to. Empty of a webhook." })
  addresses!: readonly string[];
  @Field(() => AlertLanguage, { nullable: true, description: "Of the mail. Null of a webhook." })
  language!: AlertLanguage | null;
  @Field(() => [AlertKind]) alerts!: readonly AlertKind[];
  @Field(() => Boolean, { description: "False: nothing is sent there but tests." }) isOn!: boolean;
  @Field(() => Date) createdAt!: Date;
}

@InputType()
export class CreateAlertChannelInput {
  @Field(() => String) name!: string;
  @Field(() => AlertChannelKind) kind!: AlertChannelKind;
  @Field(() => String, { nullable: true, description: "Of a webhook: the URL that alerts are posted to." })
  target?: string | null;
  @Field(() => [String], { nullable: true, description: "Of e-mail: 1 to 20 addresses." })
  addresses?: string[] | null;
  @Field(() => AlertLanguage, { nullable: true, description: "Of e-mail; EN unless told otherwise." })
  language?: AlertLanguage | null;
  @Field(() => [AlertKind]) alerts!: AlertKind[];
}

@InputType({ description: "What is left out stays as it is." })
export class UpdateAlertChannelInput {
  @Field(() => ID) id!: string;
  @Field(() => String, { nullable: true }) name?: string | null;
  @Field(() => String, { nullable: true, description: "Of a webhook." }) target?: string | null;
  @Field(() => [String], { nullable: true, description: "Of e-mail: all that there are to be." })
  addresses?: string[] | null;
  @Field(() => AlertLanguage, { nullable: true, description: "Of e-mail." })
  language?: AlertLanguage | null;
  @Field(() => [AlertKind], { nullable: true }) alerts?: AlertKind[] | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "False gives up what is on its way there.",
  })
  isOn?: boolean | null;
}

@ObjectType()
export class AlertChannelCreated {
  @Field(() => AlertChannel) channel: AlertChannel;
  @Field(() => String, {
    nullable: true,
    description: "What a webhook is signed with. It is shown this once. Null of e-mail.",
  })
  signingSecret: string | null;
  constructor(channel: AlertChannel, signingSecret: string | null) {
    this.channel = channel;
    this.signingSecret = signingSecret;
  }
}

@ObjectType()
export class AlertChannelRemoved {
  @Field(() => ID) id: string;
  constructor(id: string) {
    this.id = id;
  }
}

export const CreateAlertChannelResult = createUnionType({
  name: "CreateAlertChannelResult",
  types: () => [AlertChannelCreated, InvalidInput] as const,
  resolveType: (value: object) => value.constructor.name,
});
export const UpdateAlertChannelResult = createUnionType({
  name: "UpdateAlertChannelResult",
  types: () => [AlertChannel, InvalidInput, NotFound] as const,
  resolveType: (value: object) => (value instanceof UserError ? value.constructor.name : AlertChannel.name),
});
export const RemoveAlertChannelResult = createUnionType({
  name: "RemoveAlertChannelResult",
  types: () => [AlertChannelRemoved, NotFound] as const,
  resolveType: (value: object) => value.constructor.name,
});
