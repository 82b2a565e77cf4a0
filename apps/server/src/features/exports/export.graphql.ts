import { createUnionType, Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { InvalidInput, NotFound, UserError } from "../../platform/graphql/user-error.ts";
import {
  ApiKeyRefused,
  ApiKeyUnreadable,
  SendGridUnavailable,
} from "../destinations/sendgrid-refusal.graphql.ts";
import { MatchingIncomplete, RunsInProgress } from "../export-runs/export-run.graphql.ts";
import { ExportScheduleInput } from "./export-schedule.graphql.ts";
import { Match, MatchInput } from "./match.graphql.ts";
import { SuppressionGroupRef } from "./suppression.graphql.ts";
import { SuppressionKind } from "./suppression-kind.ts";
import { SyncMode } from "./sync-mode.ts";

/** The fields that the row has as they are; the resolver adds the others. */
@ObjectType()
export class Export {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => [Match]) matching!: readonly Match[];
  @Field(() => SyncMode) syncMode!: SyncMode;
  @Field(() => Float, {
    description:
      "The largest part of those it has put on the list that may leave it in one run, from 0 to 1; above it the run awaits approval.",
  })
  maxRemovalShare!: number;
  @Field(() => Float, {
    description:
      "The largest part of a run's people that may be rejected, from 0 to 1; above it an alert tells of it.",
  })
  maxRejectedShare!: number;
  @Field(() => [SuppressionKind], { description: "People who are left out, and told as SUPPRESSED." })
  suppressions!: readonly SuppressionKind[];
  @Field(() => [SuppressionGroupRef], {
    description:
      "Left out, too: who has unsubscribed from these. Named as they were when the export was saved.",
  })
  suppressionGroups!: readonly SuppressionGroupRef[];
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
  @Field(() => SyncMode, { nullable: true, description: "ADD unless told otherwise." })
  syncMode?: SyncMode | null;
  @Field(() => Float, { nullable: true, description: "From 0 to 1; 0.15 unless told otherwise." })
  maxRemovalShare?: number | null;
  @Field(() => Float, { nullable: true, description: "From 0 to 1; 0.05 unless told otherwise." })
  maxRejectedShare?: number | null;
  @Field(() => [SuppressionKind], {
    nullable: true,
    description: "Whom to leave out. Nobody unless told otherwise.",
  })
  suppressions?: SuppressionKind[] | null;
  @Field(() => [Int], {
    nullable: true,
    description: "Unsubscribe groups whose leavers to leave out. None unless told otherwise.",
  })
  suppressionGroupIds?: number[] | null;
  @Field(() => ExportScheduleInput, { nullable: true, description: "WITH_REFRESH unless told otherwise." })
  schedule?: ExportScheduleInput | null;
}

@InputType()
export class UpdateExportInput {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => ID) listId!: string;
  @Field(() => [MatchInput]) matching!: MatchInput[];
  @Field(() => [ID]) segmentIds!: string[];
  @Field(() => SyncMode, { nullable: true, description: "As it is unless told otherwise." })
  syncMode?: SyncMode | null;
  @Field(() => Float, { nullable: true, description: "From 0 to 1; as it is unless told otherwise." })
  maxRemovalShare?: number | null;
  @Field(() => Float, { nullable: true, description: "From 0 to 1; as it is unless told otherwise." })
  maxRejectedShare?: number | null;
  @Field(() => [SuppressionKind], {
    nullable: true,
    description: "Whom to leave out. As it is unless told otherwise.",
  })
  suppressions?: SuppressionKind[] | null;
  @Field(() => [Int], {
    nullable: true,
    description: "Unsubscribe groups whose leavers to leave out. As they are unless told otherwise.",
  })
  suppressionGroupIds?: number[] | null;
  @Field(() => ExportScheduleInput, { nullable: true, description: "As it is unless told otherwise." })
  schedule?: ExportScheduleInput | null;
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
  [
    Export,
    InvalidInput,
    MatchingIncomplete,
    NotFound,
    ApiKeyRefused,
    ApiKeyUnreadable,
    SendGridUnavailable,
  ] as const;
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
