import { createUnionType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { InvalidInput, NotFound, UserError } from "../../platform/graphql/user-error.ts";
import { Profile } from "../profiles/profile.graphql.ts";
import { RuleGroup, RuleGroupInput } from "./rule/rule.graphql.ts";
import { SegmentKind, SegmentState } from "./segment-state.ts";

@ObjectType()
export class Segment {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => SegmentKind) kind!: SegmentKind;
  @Field(() => RuleGroup, { nullable: true }) rule!: RuleGroup | null;
  @Field(() => SegmentState) state!: SegmentState;
  @Field(() => String, { nullable: true }) failure!: string | null;
  @Field(() => Int, { nullable: true, description: "Null until it has been built once." })
  memberCount!: number | null;
  @Field(() => Date, { nullable: true }) builtAt!: Date | null;
}

export const SegmentConnection = connectionOf("Segment", () => Segment);
export type SegmentConnection = InstanceType<typeof SegmentConnection>;

@InputType()
export class CreateSegmentInput {
  @Field(() => String) name!: string;
  @Field(() => SegmentKind) kind!: SegmentKind;
  @Field(() => RuleGroupInput, { nullable: true }) rule?: RuleGroupInput | null;
}

@InputType()
export class UpdateSegmentInput {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => RuleGroupInput, { nullable: true }) rule?: RuleGroupInput | null;
}

@ObjectType({ description: "How many a rule would take now, and the first of them. Nothing is stored." })
export class SegmentPreview {
  @Field(() => Int) memberCount!: number;
  @Field(() => [Profile]) members!: readonly Profile[];
}

@ObjectType({ implements: UserError })
export class SegmentInUse extends UserError {
  override code = "segment-in-use";
  override message = "Exports use it. Take it out of them first.";
  @Field(() => [String]) exports: readonly string[];
  constructor(exports: readonly string[]) {
    super();
    this.exports = exports;
  }
}

@ObjectType()
export class SegmentRemoved {
  @Field(() => ID) id: string;
  constructor(id: string) {
    this.id = id;
  }
}

const typeOf = (value: object, otherwise: string) =>
  value instanceof UserError ? value.constructor.name : otherwise;

export const CreateSegmentResult = createUnionType({
  name: "CreateSegmentResult",
  types: () => [InvalidInput, Segment] as const,
  resolveType: (value) => typeOf(value, Segment.name),
});

export const UpdateSegmentResult = createUnionType({
  name: "UpdateSegmentResult",
  types: () => [InvalidInput, NotFound, Segment] as const,
  resolveType: (value) => typeOf(value, Segment.name),
});

export const RemoveSegmentResult = createUnionType({
  name: "RemoveSegmentResult",
  types: () => [NotFound, SegmentInUse, SegmentRemoved] as const,
});

export const SegmentPreviewResult = createUnionType({
  name: "SegmentPreviewResult",
  types: () => [InvalidInput, SegmentPreview] as const,
  resolveType: (value) => typeOf(value, SegmentPreview.name),
});
