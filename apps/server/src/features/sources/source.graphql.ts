import { createUnionType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { InvalidInput, NotFound, UserError } from "../../platform/graphql/user-error.ts";
import { SourceState } from "./source-state.ts";

@ObjectType()
export class RejectedLine {
  @Field(() => Int) line!: number;
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
}

@ObjectType()
export class Source {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => SourceState) state!: SourceState;
  @Field(() => String, {
    nullable: true,
    description: "Why it failed, and what to do; null unless `state` is FAILED.",
  })
  failure!: string | null;
  @Field(() => String) fileName!: string;
  @Field(() => String) idField!: string;
  @Field(() => String, { nullable: true }) emailField!: string | null;
  @Field(() => Int) profileCount!: number;
  @Field(() => Int, { description: "Lines that did not become a profile." }) rejectedLineCount!: number;
  @Field(() => Date) createdAt!: Date;
}

@InputType()
export class CreateSourceInput {
  @Field(() => String) name!: string;
  @Field(() => ID, { description: "The id that `POST /files` answered." }) fileId!: string;
  @Field(() => String, { description: "The column that tells one profile from another." }) idField!: string;
  @Field(() => String, { nullable: true }) emailField?: string | null;
}

@ObjectType({ implements: UserError })
export class SourceInUse extends UserError {
  override code = "source-in-use";
  override message: string;
  constructor(message: string) {
    super();
    this.message = message;
  }
}

@ObjectType()
export class SourceRemoved {
  @Field(() => ID) id: string;
  constructor(id: string) {
    this.id = id;
  }
}

const typeOf = (value: object) => (value instanceof UserError ? value.constructor.name : undefined);

export const CreateSourceResult = createUnionType({
  name: "CreateSourceResult",
  types: () => [InvalidInput, NotFound, Source] as const,
  resolveType: (value) => typeOf(value) ?? Source.name,
});

export const RemoveSourceResult = createUnionType({
  name: "RemoveSourceResult",
  types: () => [NotFound, SourceInUse, SourceRemoved] as const,
});
