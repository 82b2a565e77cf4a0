import { createUnionType, Field, ID, InputType, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { InvalidInput, NotFound, UserError } from "../../platform/graphql/user-error.ts";
import { ApiKeyRefused, SendGridUnavailable } from "../destinations/sendgrid-refusal.graphql.ts";
import { MatchingIncomplete, RunsInProgress } from "../export-runs/export-run.graphql.ts";
import { Match, MatchInput } from "./match.graphql.ts";

/** The fields that the row has as they are; the resolver adds the others. */
@ObjectType()
export class Export {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => [Match]) matching!: readonly Match[];
  @Field(() => Date) createdAt!: Date;
}

export const ExportConnection = connectionOf("Export", () => Export);

@InputType()
export class CreateExportInput {
  @Field(() => String) name!: string;
  @Field(() => ID) destinationId!: string;
  @Field(() => ID) listId!: string;
  @Field(() => [MatchInput]) matching!: MatchInput[];
  @Field(() => [ID]) segmentIds!: string[];
}

@InputType()
export class UpdateExportInput {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => ID) listId!: string;
  @Field(() => [MatchInput]) matching!: MatchInput[];
  @Field(() => [ID]) segmentIds!: string[];
}

@ObjectType()
export class ExportRemoved {
  @Field(() => ID) id: string;
  constructor(id: string) {
    this.id = id;
  }
}

const isError = (value: object) => value instanceof UserError;
const savedTypes = () =>
  [Export, InvalidInput, MatchingIncomplete, NotFound, ApiKeyRefused, SendGridUnavailable] as const;
const savedName = (value: object) => (isError(value) ? value.constructor.name : Export.name);

export const CreateExportResult = createUnionType({
  name: "CreateExportResult",
  types: savedTypes,
  resolveType: savedName,
});
export const UpdateExportResult = createUnionType({
  name: "UpdateExportResult",
  types: savedTypes,
  resolveType: savedName,
});
export const RemoveExportResult = createUnionType({
  name: "RemoveExportResult",
  types: () => [ExportRemoved, NotFound, RunsInProgress] as const,
  resolveType: (value: object) => value.constructor.name,
});
