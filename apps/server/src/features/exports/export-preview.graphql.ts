import { createUnionType, Field, ID, InputType, ObjectType } from "type-graphql";
import { InvalidInput } from "../../platform/graphql/user-error.ts";
import { MatchInput } from "./match.graphql.ts";

@InputType()
export class ExportPreviewInput {
  @Field(() => ID, { nullable: true }) destinationId?: string | null;
  @Field(() => [MatchInput]) matching!: MatchInput[];
  @Field(() => [ID]) segmentIds!: string[];
}

@ObjectType({
  description:
    "Why one profile cannot be sent. `field` is the SendGrid field; `limit` where the reason has one.",
})
export class Rejection {
  @Field(() => String) code!: string;
  @Field(() => String, { nullable: true }) field!: string | null;
  @Field(() => String) message!: string;
}

@ObjectType({ description: "`value` as SendGrid would get it; null where the profile has none." })
export class PreviewValue {
  @Field(() => String) target!: string;
  @Field(() => String, { nullable: true }) value!: string | null;
  @Field(() => Rejection, { nullable: true }) problem!: Rejection | null;
}

@ObjectType()
export class PreviewRow {
  @Field(() => String) profileKey!: string;
  @Field(() => [PreviewValue], { description: "One for each match, in the order of the input." })
  values!: readonly PreviewValue[];
  @Field(() => Rejection, { nullable: true, description: "Null where the row would be sent." })
  rejection!: Rejection | null;
}

@ObjectType({
  description:
    "What an export would send, from real rows. The same code as a run; nothing leaves the server.",
})
export class ExportPreview {
  @Field(() => [PreviewRow]) rows!: readonly PreviewRow[];
}

export const ExportPreviewResult = createUnionType({
  name: "ExportPreviewResult",
  types: () => [ExportPreview, InvalidInput] as const,
  resolveType: (value: object) => (value instanceof InvalidInput ? InvalidInput.name : ExportPreview.name),
});
