import { Field, ID, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { FieldType } from "./field-type.ts";

@ObjectType()
export class Attribute {
  @Field(() => String) field!: string;
  @Field(() => String) value!: string;
}

@ObjectType()
export class Profile {
  @Field(() => ID) id!: string;
  @Field(() => ID) sourceId!: string;
  @Field(() => String) key!: string;
  @Field(() => [Attribute]) attributes!: readonly Attribute[];
}

export const ProfileConnection = connectionOf("Profile", () => Profile);
export type ProfileConnection = InstanceType<typeof ProfileConnection>;

@ObjectType({ description: "An attribute that profiles have, over all sources." })
export class ProfileField {
  @Field(() => String) name!: string;
  @Field(() => FieldType) type!: FieldType;
  @Field(() => Boolean, { description: "Whether most of its values are e-mail addresses." })
  looksLikeEmail!: boolean;
  @Field(() => String, {
    nullable: true,
    description:
      "The SendGrid field it would fill, guessed by its name, e.g. `first_name`; null where none fits.",
  })
  suggestedFor!: string | null;
}
