import { createUnionType, Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { InvalidInput, NotFound, UserError } from "../../platform/graphql/user-error.ts";
import { ErasureDestinationState, ErasureState } from "./erasure-state.ts";

@ObjectType({ description: "What became of an erased person in one SendGrid account." })
export class ErasureDestination {
  @Field(() => ID) destinationId!: string;
  @Field(() => String, { description: "As it was called then." }) destinationName!: string;
  @Field(() => ErasureDestinationState) state!: ErasureDestinationState;
  @Field(() => Int, { description: "Contacts that SendGrid was asked to delete." }) contactCount!: number;
  @Field(() => String, {
    nullable: true,
    description:
      "SendGrid's own. Null where nobody was found, and where its answer was lost: then it was looked again.",
  })
  jobId!: string | null;
  @Field(() => Date, { nullable: true, description: "When SendGrid was first asked to delete." })
  askedAt!: Date | null;
  @Field(() => String, { nullable: true, description: "What stands or stood in the way; stable." })
  code!: string | null;
  @Field(() => String, { nullable: true }) message!: string | null;
  @Field(() => Date, { nullable: true }) endedAt!: Date | null;
}

@ObjectType({
  description:
    "That a person was erased: everything about it but who. A row that moves forward, and stays as the proof.",
})
export class Erasure {
  @Field(() => ID) id!: string;
  @Field(() => ErasureState) state!: ErasureState;
  @Field(() => String, {
    description: "Of the address, keyed: whoever has the key file can tell whether it was a given person.",
  })
  personHash!: string;
  @Field(() => Date) requestedAt!: Date;
  @Field(() => ID, {
    nullable: true,
    description: "The run that has to end first; null where it is a check of a list.",
  })
  waitingForRunId!: string | null;
  @Field(() => Date, { nullable: true, description: "When SendGrid is asked again." })
  nextTryAt!: Date | null;
  @Field(() => Int, { description: "Profiles that were deleted." }) profileCount!: number;
  @Field(() => Int, { description: "Segments that they were taken out of." }) segmentCount!: number;
  @Field(() => Int, { description: "Runs that keep an outcome of theirs, as an erased person." })
  runCount!: number;
  @Field(() => Int, { description: "Records of deliveries that were deleted." }) deliveryCount!: number;
  @Field(() => Int, { description: "Rows of later files that were passed over because they were theirs." })
  stagedRowCount!: number;
  @Field(() => Int, {
    description:
      "Runs of theirs whose destination had been removed before: nobody here can look into those accounts.",
  })
  unreachableRunCount!: number;
  @Field(() => Date, { nullable: true }) endedAt!: Date | null;
}

@ObjectType()
export class ErasureConnection extends connectionOf("Erasure", () => Erasure) {}

@ObjectType({ implements: UserError })
export class ErasureUnderWay extends UserError {
  override code = "erasure-under-way";
  override message =
    "This person is being erased already. Look at that erasure; if it has failed, try it again.";
  @Field(() => Erasure) erasure: Erasure;
  constructor(erasure: Erasure) {
    super();
    this.erasure = erasure;
  }
}

@ObjectType({ implements: UserError })
export class ErasureNotFailed extends UserError {
  override code = "erasure-not-failed";
  override message = "The erasure goes on by itself, or is done. There is nothing to try again.";
  @Field(() => Erasure) erasure: Erasure;
  constructor(erasure: Erasure) {
    super();
    this.erasure = erasure;
  }
}

const nameOf = (value: object) => (value instanceof UserError ? value.constructor.name : Erasure.name);

@ObjectType({ implements: UserError })
export class ErasureNotDone extends UserError {
  override code = "erasure-not-done";
  override message = "The erasure is not done. Wait until it is, or try it again; then let the person in.";
  @Field(() => Erasure) erasure: Erasure;
  constructor(erasure: Erasure) {
    super();
    this.erasure = erasure;
  }
}

export const ErasePersonResult = createUnionType({
  name: "ErasePersonResult",
  types: () => [Erasure, InvalidInput, NotFound, ErasureUnderWay] as const,
  resolveType: nameOf,
});

export const ReadmitPersonResult = createUnionType({
  name: "ReadmitPersonResult",
  types: () => [Erasure, NotFound, ErasureNotDone] as const,
  resolveType: nameOf,
});

export const RetryErasureResult = createUnionType({
  name: "RetryErasureResult",
  types: () => [Erasure, NotFound, ErasureNotFailed] as const,
  resolveType: nameOf,
});
