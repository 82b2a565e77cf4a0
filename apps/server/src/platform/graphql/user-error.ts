import { Field, ID, InterfaceType, ObjectType } from "type-graphql";

@InterfaceType({
  description:
    "Something the caller can put right. `code` is stable; `message` says what happened and what to do, in English.",
  resolveType: (value: object) => value.constructor.name,
})
export abstract class UserError {
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
}

@ObjectType({
  description: "One value that cannot be taken: `path` as in the input, e.g. `matching.2.value`.",
})
export class InputIssue {
  @Field(() => String) path!: string;
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
}

@ObjectType({
  implements: UserError,
  description: "Values that cannot be taken as they are; nothing was changed.",
})
export class InvalidInput extends UserError {
  override code = "invalid-input";
  override message = "Some values cannot be taken as they are. Nothing was changed.";
  @Field(() => [InputIssue]) issues: readonly InputIssue[];
  constructor(issues: readonly InputIssue[]) {
    super();
    this.issues = issues;
  }
}

@ObjectType({ implements: UserError })
export class NotFound extends UserError {
  override code = "not-found";
  override message = "It does not exist, or no longer. Load the list again.";
  @Field(() => ID) id: string;
  constructor(id: string) {
    super();
    this.id = id;
  }
}
